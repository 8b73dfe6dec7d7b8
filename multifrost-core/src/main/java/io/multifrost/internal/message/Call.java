package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

/**
 * A request to run a function.
 *
 * @param version the protocol version
 * @param id the id that the answer repeats, or {@code null} if the message has none
 * @param timestamp when its sender says that it was sent, in seconds since 1970,
 * {@code NaN} if the message says nothing
 * @param function the name of the function, or {@code null} if the message names none
 * @param arguments the positional arguments, an array if the caller follows the protocol
 * @param namespace the namespace, {@code default} where the message names none
 * @param clientName the name of the caller, or {@code null} if it gives none
 * @param metadata the metadata, empty where there is none
 */
public record Call(ProtocolVersion version, @Nullable String id, double timestamp, @Nullable String function,
		EncodedValue arguments, String namespace, @Nullable String clientName,
		Map<String, @Nullable Object> metadata) implements Message {

	/** The entry of the metadata by which a call says how long it is worth running. */
	static final String DEADLINE = "deadline";

	/** The entry by which it says what its caller knows beyond the protocol. */
	public static final String ACCEPT = "accept";

	private static final double MAX_DEADLINE = 1e12;

	/**
	 * Return when the call is no longer worth running, by the clock of its sender.
	 * @return seconds since 1970, {@code NaN} if the metadata's {@code deadline} is not
	 * there, or is no time
	 */
	public double deadline() {
		if (!(this.metadata.get(DEADLINE) instanceof Number number)) {
			return Double.NaN;
		}
		double deadline = number.doubleValue();
		// Beyond are those who count in milliseconds, and infinity.
		return (deadline > 0 && deadline < MAX_DEADLINE) ? deadline : Double.NaN;
	}

}
