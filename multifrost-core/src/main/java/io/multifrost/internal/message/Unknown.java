package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * A message of a type that this version does not know, to be ignored.
 *
 * @param version the protocol version
 * @param id the id, or {@code null} if the message has none
 * @param type the type
 * @param metadata the metadata, empty where there is none
 */
public record Unknown(ProtocolVersion version, @Nullable String id, String type,
		Map<String, @Nullable Object> metadata) implements Message {
}
