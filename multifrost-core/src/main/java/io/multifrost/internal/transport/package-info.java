/**
 * ZeroMQ sockets and the one thread that owns them; the only package that knows JeroMQ.
 */
@NullMarked
package io.multifrost.internal.transport;

import org.jspecify.annotations.NullMarked;
