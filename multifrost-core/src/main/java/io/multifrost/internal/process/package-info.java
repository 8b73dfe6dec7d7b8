/**
 * The start of a process, its output, its orphans and its end.
 */
@NullMarked
package io.multifrost.internal.process;

import org.jspecify.annotations.NullMarked;
