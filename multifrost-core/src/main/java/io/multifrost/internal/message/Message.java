package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * One message of the protocol. Whoever makes one gives it metadata that nobody changes.
 */
public sealed interface Message
		permits Call, Response, Failure, Progress, Output, Heartbeat, Cancel, Shutdown, Ready, Unknown {

	/**
	 * Return the protocol version, in which an answer has to be written too.
	 * @return the version
	 */
	ProtocolVersion version();

	/**
	 * Return the id; an answer repeats the id of its request.
	 * @return the id, or {@code null} if the message has none
	 */
	@Nullable String id();

	/**
	 * Return the metadata as plain Java values. A value that has no plain Java form is an
	 * {@link io.multifrost.internal.value.EncodedValue}.
	 * @return the metadata, not to be changed, empty if the message has none
	 */
	Map<String, @Nullable Object> metadata();

}
