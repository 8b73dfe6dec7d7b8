package io.multifrost.internal.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.internal.value.ValueWriter;

/**
 * Writes messages.
 *
 * @param limits the limits of messages
 * @param clock tells when they are sent
 * @param mapper converts records and beans
 */
record MessageEncoder(CodecLimits limits, InstantSource clock, JacksonMapper mapper) {

	/** The furthest deadline, three hundred years away: a long holds its milliseconds. */
	private static final Duration FURTHEST = Duration.ofDays(110_000);

	private static final byte[] DEADLINE = Field.encode(Call.DEADLINE);

	byte[] call(ProtocolVersion version, @Nullable String id, @Nullable String function, @Nullable Object[] arguments,
			String namespace, @Nullable String clientName, Map<String, ?> metadata, @Nullable Duration timeLeft) {
		boolean deadline = timeLeft != null && !metadata.containsKey(Call.DEADLINE);
		return written((writer) -> {
			long now = this.clock.millis();
			begin(writer, version, id, MessageType.CALL.encoded(), 2 + count(function) + count(clientName), now,
					deadline || !metadata.isEmpty());
			text(writer, Field.FUNCTION, function);
			text(writer, Field.NAMESPACE, namespace);
			text(writer, Field.CLIENT_NAME, clientName);
			if (deadline && timeLeft != null) {
				metadata(writer, metadata, deadline(now, timeLeft));
			}
			else {
				metadata(writer, metadata);
			}
			// Last, so that what is large in it is copied once.
			writer.packer().writePayload(Field.ARGS.encodedKey());
			arguments(writer, function, arguments);
		});
	}

	private byte[] written(Part part) {
		ValueWriter writer = new ValueWriter(this.limits, this.mapper);
		try {
			part.writeTo(writer);
			return writer.finish();
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("message");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory cannot fail to be written", ex);
		}
	}

	/**
	 * Compute a deadline, rounded up: a call must not be refused before its time is over.
	 */
	private static double deadline(long now, Duration timeLeft) {
		long millis = ((timeLeft.compareTo(FURTHEST) < 0) ? timeLeft : FURTHEST).plusNanos(999_999).toMillis();
		return (now + millis) / 1000.0;
	}

	private void arguments(ValueWriter writer, @Nullable String function, @Nullable Object[] arguments)
			throws IOException {
		CodecFault.checkEntries(arguments.length, this.limits);
		writer.packer().packArrayHeader(arguments.length);
		for (int i = 0; i < arguments.length; i++) {
			try {
				writer.write(arguments[i], 2);
			}
			catch (CodecFault ex) {
				throw ex.toConversionException("argument " + (i + 1) + " of function '" + function + "'");
			}
		}
	}

	EncodedValue keywordArguments(String function, Map<String, ?> arguments) {
		byte[] written = written((writer) -> {
			CodecFault.checkEntries(arguments.size(), this.limits);
			writer.packer().packMapHeader(arguments.size());
			for (Map.Entry<String, ?> argument : arguments.entrySet()) {
				try {
					writer.write(argument.getKey(), 3);
					writer.write(argument.getValue(), 3);
				}
				catch (CodecFault ex) {
					throw ex.toConversionException(
							"keyword argument '" + argument.getKey() + "' of function '" + function + "'");
				}
			}
		});
		return new EncodedValue(written, 0, written.length);
	}

	byte[] response(ProtocolVersion version, @Nullable String id, @Nullable Object result, Map<String, ?> metadata) {
		return written((writer) -> {
			begin(writer, version, id, MessageType.RESPONSE.encoded(), 1, this.clock.millis(), !metadata.isEmpty());
			metadata(writer, metadata);
			if (version == ProtocolVersion.V4) {
				writer.finiteOnly();
			}
			writer.packer().writePayload(Field.RESULT.encodedKey());
			try {
				writer.write(result, 1);
			}
			catch (CodecFault ex) {
				throw ex.toConversionException("result of call " + id);
			}
		});
	}

	byte[] message(Message message) {
		if (message instanceof Response response) {
			return response(response.version(), response.id(), response.result(), response.metadata());
		}
		return written((writer) -> write(writer, message));
	}

	private void write(ValueWriter writer, Message message) throws IOException {
		if (message instanceof Call call) {
			begin(writer, call, MessageType.CALL, 2 + count(call.function()) + count(call.clientName()));
			text(writer, Field.FUNCTION, call.function());
			text(writer, Field.NAMESPACE, call.namespace());
			text(writer, Field.CLIENT_NAME, call.clientName());
			metadata(writer, call.metadata());
			value(writer, Field.ARGS, call.arguments(), "arguments of function '" + call.function() + "'");
			return;
		}
		if (message instanceof Failure failure) {
			begin(writer, failure, MessageType.ERROR, 1);
			text(writer, Field.ERROR, failure.error());
		}
		else if (message instanceof Output output) {
			boolean standard = output.stream() == Output.Stream.STDOUT;
			begin(writer, output, standard ? MessageType.STDOUT : MessageType.STDERR, 1);
			text(writer, Field.OUTPUT, output.text());
		}
		else if (message instanceof Heartbeat heartbeat) {
			EncodedValue arguments = heartbeat.arguments();
			begin(writer, heartbeat, MessageType.HEARTBEAT, count(arguments));
			if (arguments != null) {
				value(writer, Field.ARGS, arguments, "arguments of the heartbeat");
			}
		}
		else if (message instanceof Unknown unknown) {
			begin(writer, unknown, null, 1);
			text(writer, Field.TYPE, unknown.type());
		}
		else if (message instanceof Cancel) {
			begin(writer, message, MessageType.CANCEL, 0);
		}
		else if (message instanceof Progress) {
			begin(writer, message, MessageType.PROGRESS, 0);
		}
		else {
			begin(writer, message, (message instanceof Shutdown) ? MessageType.SHUTDOWN : MessageType.READY, 0);
		}
		metadata(writer, message.metadata());
	}

	private void begin(ValueWriter writer, Message message, @Nullable MessageType type, int moreFields)
			throws IOException {
		begin(writer, message.version(), message.id(), (type != null) ? type.encoded() : null, moreFields,
				this.clock.millis(), !message.metadata().isEmpty());
	}

	private static void begin(ValueWriter writer, ProtocolVersion version, @Nullable String id, byte @Nullable [] type,
			int moreFields, long now, boolean metadata) throws IOException {
		writer.packer().packMapHeader(2 + count(id) + count(type) + moreFields + (metadata ? 1 : 0));
		text(writer, Field.APP, version.app());
		text(writer, Field.ID, id);
		if (type != null) {
			writer.packer().writePayload(Field.TYPE.encodedKey());
			writer.packer().writePayload(type);
		}
		writer.packer().writePayload(Field.TIMESTAMP.encodedKey());
		writer.packer().packDouble(now / 1000.0);
	}

	private static int count(@Nullable Object field) {
		return (field != null) ? 1 : 0;
	}

	private static void text(ValueWriter writer, Field field, @Nullable String text) throws IOException {
		if (text != null) {
			writer.packer().writePayload(field.encodedKey());
			try {
				writer.writeLenientText(text);
			}
			catch (CodecFault ex) {
				throw ex.toConversionException("field '" + field.key() + "'");
			}
		}
	}

	private static void value(ValueWriter writer, Field field, @Nullable Object value, String what) throws IOException {
		writer.packer().writePayload(field.encodedKey());
		try {
			writer.write(value, 1);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException(what);
		}
	}

	private static void metadata(ValueWriter writer, Map<String, ?> metadata) throws IOException {
		if (!metadata.isEmpty()) {
			value(writer, Field.METADATA, metadata, "metadata");
		}
	}

	private static void metadata(ValueWriter writer, Map<String, ?> metadata, double deadline) throws IOException {
		writer.packer().writePayload(Field.METADATA.encodedKey());
		try {
			writer.mapWith(DEADLINE, deadline, metadata, 1);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("metadata");
		}
	}

	/**
	 * What is written of a message.
	 */
	private interface Part {

		void writeTo(ValueWriter writer) throws IOException;

	}

}
