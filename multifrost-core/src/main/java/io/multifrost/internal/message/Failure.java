package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * The answer to a call that failed, on the wire of type {@code error}.
 *
 * @param version the protocol version
 * @param id the id of the call, or {@code null} if the message has none
 * @param error {@code Type: message}, optionally followed by a newline and a trace; empty
 * where the message has no text
 * @param metadata the metadata, empty where there is none
 */
public record Failure(ProtocolVersion version, @Nullable String id, String error,
		Map<String, @Nullable Object> metadata) implements Message {
}
