/**
 * The command line of a Java worker.
 */
@NullMarked
package io.multifrost.internal.command;

import org.jspecify.annotations.NullMarked;
