package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * A hint that nobody waits for the answer to a call any more. It needs no answer, and may
 * be ignored.
 *
 * @param version the protocol version
 * @param id the id of the call, or {@code null} if the message has none
 * @param metadata the metadata, empty where there is none
 */
public record Cancel(ProtocolVersion version, @Nullable String id,
		Map<String, @Nullable Object> metadata) implements Message {
}
