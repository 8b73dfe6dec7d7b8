package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

/**
 * A sign of life, which the other side echoes.
 *
 * @param version the protocol version
 * @param id the id that the echo repeats, or {@code null} if the message has none
 * @param arguments what some peers send and expect to be echoed, or {@code null}
 * @param metadata the metadata, empty where there is none
 */
public record Heartbeat(ProtocolVersion version, @Nullable String id, @Nullable EncodedValue arguments,
		Map<String, @Nullable Object> metadata) implements Message {

	/** Where the answer of a spawned worker repeats what its parent has told it alone. */
	public static final String SECRET = "secret";

	/** Where an answer names what its worker knows more than the protocol says. */
	public static final String FEATURES = "features";

}
