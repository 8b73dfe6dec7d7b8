/**
 * All that knows JeroMQ: loops, links and sockets.
 */
@NullMarked
package io.multifrost.internal.jeromq;

import org.jspecify.annotations.NullMarked;
