package io.multifrost.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * A request to run a function.
 *
 * @param version the protocol version
 * @param id the id that the answer repeats, or {@code null} if the message has none
 * @param function the name of the function, or {@code null} if the message names none
 * @param arguments the positional arguments, an array if the caller follows the protocol
 * @param namespace the namespace, {@code default} where the message names none
 * @param clientName the name of the caller, or {@code null} if it gives none
 * @param metadata the metadata, empty where there is none
 */
public record Call(ProtocolVersion version, @Nullable String id, @Nullable String function, EncodedValue arguments,
		String namespace, @Nullable String clientName, Map<String, @Nullable Object> metadata) implements Message {

	/**
	 * Create a message.
	 */
	public Call {
		metadata = Metadata.copyOf(metadata);
	}

}
