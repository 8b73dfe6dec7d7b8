package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * A request to stop taking calls, to finish what runs, and to exit.
 *
 * @param version the protocol version
 * @param id the id, or {@code null} if the message has none
 * @param metadata the metadata, empty where there is none
 */
public record Shutdown(ProtocolVersion version, @Nullable String id,
		Map<String, @Nullable Object> metadata) implements Message {
}
