package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

/**
 * The result of a call.
 *
 * @param version the protocol version
 * @param id the id of the call, or {@code null} if the message has none
 * @param result the result, nil where the message has none
 * @param metadata the metadata, empty where there is none
 */
public record Response(ProtocolVersion version, @Nullable String id, EncodedValue result,
		Map<String, @Nullable Object> metadata) implements Message {
}
