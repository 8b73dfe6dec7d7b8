package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * Text that a worker wrote to one of its output streams.
 *
 * @param version the protocol version
 * @param id the id, or {@code null} if the message has none
 * @param stream the stream
 * @param text the text, as the worker wrote it
 * @param metadata the metadata, empty where there is none
 */
public record Output(ProtocolVersion version, @Nullable String id, Stream stream, String text,
		Map<String, @Nullable Object> metadata) implements Message {

	/**
	 * An output stream of a process.
	 */
	public enum Stream {

		/**
		 * The standard output.
		 */
		STDOUT,

		/**
		 * The standard error.
		 */
		STDERR

	}

}
