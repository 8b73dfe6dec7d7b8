package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * A report of how far a call is, which its metadata holds; sent only where the call has
 * asked for it.
 *
 * @param version the protocol version
 * @param id the id of the call, or {@code null} if the message has none
 * @param metadata the metadata, empty where there is none
 */
public record Progress(ProtocolVersion version, @Nullable String id,
		Map<String, @Nullable Object> metadata) implements Message {
}
