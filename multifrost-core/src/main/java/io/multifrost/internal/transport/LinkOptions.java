package io.multifrost.internal.transport;

import java.time.Duration;

/**
 * The options of a socket.
 *
 * @param maxFrameSize the largest frame, in bytes, that a peer may announce; the
 * connection of a peer that announces more is closed before anything is allocated for it
 * @param linger how long messages that are queued when the link is closed may still take
 * to leave
 */
public record LinkOptions(long maxFrameSize, Duration linger) {
}
