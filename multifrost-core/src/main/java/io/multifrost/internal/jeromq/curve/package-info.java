/**
 * CurveZMQ (RFC 26): how sockets know each other by keys, and encrypt what they say.
 */
@NullMarked
package io.multifrost.internal.jeromq.curve;

import org.jspecify.annotations.NullMarked;
