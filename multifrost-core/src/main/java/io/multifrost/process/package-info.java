/**
 * The processes of workers: their command lines, their launch, their output and their
 * end.
 */
@NullMarked
package io.multifrost.process;

import org.jspecify.annotations.NullMarked;
