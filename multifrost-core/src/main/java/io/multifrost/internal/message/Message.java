package io.multifrost.internal.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

/**
 * One message of the protocol. Whoever makes one gives it metadata that nobody changes.
 */
public sealed interface Message {

	/** In place of a number that a message does not have. */
	int NONE = -1;

	/**
	 * The key of the metadata by which a worker that ends says so: in its answers to
	 * heartbeats, and in an error that answers a call which it has not run.
	 */
	String STOPPING = "stopping";

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

	/**
	 * Return whether the worker that has sent this ends, and takes no more calls.
	 * @return whether it has said so
	 */
	default boolean isOfStoppingWorker() {
		return Boolean.TRUE.equals(metadata().get(STOPPING));
	}

	/**
	 * A request to run a function.
	 *
	 * @param version the protocol version
	 * @param id the id that the answer repeats, or {@code null} if the message has none
	 * @param timestamp when its sender says that it was sent, in seconds since 1970,
	 * {@code NaN} if the message says nothing
	 * @param function the name of the function, or {@code null} if the message names none
	 * @param arguments the positional arguments, an array if the caller follows the
	 * protocol
	 * @param namespace the namespace, {@code default} where the message names none
	 * @param clientName the name of the caller, or {@code null} if it gives none
	 * @param metadata the metadata, empty where there is none
	 */
	record Call(ProtocolVersion version, @Nullable String id, double timestamp, @Nullable String function,
			EncodedValue arguments, String namespace, @Nullable String clientName,
			Map<String, @Nullable Object> metadata) implements Message {

		/** The entry of the metadata that says how long the call is worth running. */
		static final String DEADLINE = "deadline";

		/** The entry by which it says what its caller knows beyond the protocol. */
		public static final String ACCEPT = "accept";

		/** The entry that has arguments by the names of their parameters. */
		public static final String KEYWORD_ARGUMENTS = "kwargs";

		/** The entry that says how its caller reads results that are compressed. */
		public static final String COMPRESSION = "compression";

		/** The entry that asks for the result in items, a map. */
		public static final String STREAM = "stream";

		/** The entry that names arguments which come in items, a list of maps. */
		public static final String UPLOAD = "upload";

		/** The entry that tells of the files that are lent with it. */
		public static final String LENT = "lent";

		/** The name of the one for its answer, within that entry. */
		public static final String FILE_FOR_ANSWER = "answer";

		/** From how many bytes on a result is to be there. */
		public static final String FILE_THRESHOLD = "threshold";

		/** Whether those of its arguments must stay as they are, for another call. */
		public static final String FILE_KEPT = "keep";

		private static final double MAX_DEADLINE = 1e12;

		/**
		 * Return when the call is no longer worth running, by the clock of its sender.
		 * @return seconds since 1970, {@code NaN} if the metadata's {@code deadline} is
		 * not there, or is no time
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

	/**
	 * The result of a call.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param result the result, nil where the message has none
	 * @param items how many items have come before it, {@link #NONE} where it says
	 * nothing
	 * @param metadata the metadata, empty where there is none
	 */
	record Response(ProtocolVersion version, @Nullable String id, EncodedValue result, long items,
			Map<String, @Nullable Object> metadata) implements Message {

		/**
		 * The entry of the metadata that says that the worker does not look at the files
		 * any more that were lent with the call.
		 */
		public static final String FREE = "free";

		public Response(ProtocolVersion version, @Nullable String id, EncodedValue result,
				Map<String, @Nullable Object> metadata) {
			this(version, id, result, NONE, metadata);
		}

	}

	/**
	 * Items of a stream, on their way to whoever has given credit for them.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param argument which argument they are items of, from 0; {@link #NONE} for the
	 * result
	 * @param seq the number of the first of them, from 0
	 * @param count their number
	 * @param values one after the other
	 * @param metadata the metadata, empty where there is none
	 */
	record Items(ProtocolVersion version, @Nullable String id, int argument, long seq, int count, EncodedValue values,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * The end of an argument that came in pieces.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param argument which argument, from 0
	 * @param items how many items it had, {@link #NONE} where the message says nothing
	 * @param error why there are no more, as in a {@link Failure}, or {@code null} if
	 * these are all
	 * @param metadata the metadata, empty where there is none
	 */
	record ItemsEnd(ProtocolVersion version, @Nullable String id, int argument, long items, @Nullable String error,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * Leave to send more items.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param argument which argument is meant, from 0; {@link #NONE} for the result
	 * @param count how many more
	 * @param metadata the metadata, empty where there is none
	 */
	record Credit(ProtocolVersion version, @Nullable String id, int argument, int count,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * The answer to a call that failed, on the wire of type {@code error}.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param error {@code Type: message}, optionally followed by a newline and a trace;
	 * empty where the message has no text
	 * @param metadata the metadata, empty where there is none
	 */
	record Failure(ProtocolVersion version, @Nullable String id, String error,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * Text that a worker wrote to one of its output streams.
	 *
	 * @param version the protocol version
	 * @param id the id, or {@code null} if the message has none
	 * @param stream the stream
	 * @param text the text, as the worker wrote it
	 * @param metadata the metadata, empty where there is none
	 */
	record Output(ProtocolVersion version, @Nullable String id, OutputKind stream, String text,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * A sign of life, which the other side echoes.
	 *
	 * @param version the protocol version
	 * @param id the id that the echo repeats, or {@code null} if the message has none
	 * @param arguments what some peers send and expect to be echoed, or {@code null}
	 * @param metadata the metadata, empty where there is none
	 */
	record Heartbeat(ProtocolVersion version, @Nullable String id, @Nullable EncodedValue arguments,
			Map<String, @Nullable Object> metadata) implements Message {

		/**
		 * Where the answer of a spawned worker repeats what its parent has told it alone.
		 */
		public static final String SECRET = "secret";

		/** Where an answer names what its worker knows more than the protocol says. */
		public static final String FEATURES = "features";

	}

	/**
	 * A report of how far a call is, which its metadata holds; sent only where the call
	 * has asked for it.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param metadata the metadata, empty where there is none
	 */
	record Progress(ProtocolVersion version, @Nullable String id,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * A hint that nobody waits for the answer to a call any more. It needs no answer, and
	 * may be ignored.
	 *
	 * @param version the protocol version
	 * @param id the id of the call, or {@code null} if the message has none
	 * @param argument which argument alone nobody wants more of, from 0; {@link #NONE}
	 * for the whole call
	 * @param metadata the metadata, empty where there is none
	 */
	record Cancel(ProtocolVersion version, @Nullable String id, int argument,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * A request to stop taking calls, to finish what runs, and to exit.
	 *
	 * @param version the protocol version
	 * @param id the id, or {@code null} if the message has none
	 * @param metadata the metadata, empty where there is none
	 */
	record Shutdown(ProtocolVersion version, @Nullable String id,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * The announcement of a worker that it takes calls; only some workers send it.
	 *
	 * @param version the protocol version
	 * @param id the id, or {@code null} if the message has none
	 * @param metadata the metadata, empty where there is none
	 */
	record Ready(ProtocolVersion version, @Nullable String id,
			Map<String, @Nullable Object> metadata) implements Message {
	}

	/**
	 * A message of a type that this version does not know, to be ignored.
	 *
	 * @param version the protocol version
	 * @param id the id, or {@code null} if the message has none
	 * @param type the type
	 * @param metadata the metadata, empty where there is none
	 */
	record Unknown(ProtocolVersion version, @Nullable String id, String type,
			Map<String, @Nullable Object> metadata) implements Message {
	}

}
