package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * The announcement of a worker that it takes calls; only some workers send it.
 *
 * @param version the protocol version
 * @param id the id, or {@code null} if the message has none
 * @param metadata the metadata, empty where there is none
 */
public record Ready(ProtocolVersion version, @Nullable String id,
		Map<String, @Nullable Object> metadata) implements Message {
}
