/**
 * ZeroMQ sockets and the one thread that owns them; the only package that knows JeroMQ.
 * <p>
 * A spawned worker comes through here before its first answer, and a new JVM takes long
 * to link a lambda expression. Where there is a small class instead, that is why; a test
 * of the start fails otherwise.
 */
@NullMarked
package io.multifrost.internal.transport;

import org.jspecify.annotations.NullMarked;
