/**
 * Frames as JeroMQ holds them.
 */
@NullMarked
package io.multifrost.internal.jeromq.frame;

import org.jspecify.annotations.NullMarked;
