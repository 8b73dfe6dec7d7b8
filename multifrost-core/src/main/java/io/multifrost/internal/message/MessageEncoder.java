package io.multifrost.internal.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.compression.CompressedValue;
import io.multifrost.internal.compression.Compressor;
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

	byte[] call(ProtocolVersion version, @Nullable String id, @Nullable String function, @Nullable Object[] arguments,
			String namespace, @Nullable String clientName, Map<String, ?> metadata, @Nullable Duration timeLeft,
			@Nullable Compressor compressor) {
		long now = this.clock.millis();
		Map<String, ?> all = (timeLeft != null && !metadata.containsKey(Message.Call.DEADLINE))
				? withDeadline(metadata, deadline(now, timeLeft)) : metadata;
		return call(version, id, function, namespace, clientName, all, now, (writer) -> {
			writer.packer().writePayload(Field.ARGS.encodedKey());
			if (compressor == null) {
				arguments(writer, function, arguments);
			}
			else {
				ValueWriter values = new ValueWriter(this.limits, this.mapper);
				arguments(values, function, arguments);
				CompressedValue.write(writer.packer(), whole(values), compressor, this.limits);
			}
		});
	}

	private static EncodedValue whole(ValueWriter written) throws IOException {
		byte[] bytes = written.finish();
		return new EncodedValue(bytes, 0, bytes.length);
	}

	private byte[] call(ProtocolVersion version, @Nullable String id, @Nullable String function, String namespace,
			@Nullable String clientName, Map<String, ?> metadata, long now, Part arguments) {
		return written((writer) -> {
			int fields = 2 + FieldWriter.count(function) + FieldWriter.count(clientName);
			FieldWriter.begin(writer, version, id, MessageType.CALL, fields, now, !metadata.isEmpty());
			FieldWriter.text(writer, Field.FUNCTION, function);
			FieldWriter.text(writer, Field.NAMESPACE, namespace);
			FieldWriter.text(writer, Field.CLIENT_NAME, clientName);
			FieldWriter.metadata(writer, metadata);
			// Last, so that what is large in it is copied once.
			arguments.writeTo(writer);
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

	private static Map<String, ?> withDeadline(Map<String, ?> metadata, double deadline) {
		if (metadata.isEmpty()) {
			return Map.of(Message.Call.DEADLINE, deadline);
		}
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		all.put(Message.Call.DEADLINE, deadline);
		all.putAll(metadata);
		return all;
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

	EncodedValue arguments(String function, @Nullable Object[] arguments) {
		byte[] written = written((writer) -> arguments(writer, function, arguments));
		return new EncodedValue(written, 0, written.length);
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

	/**
	 * Begin to write values on their own.
	 * @param room how many bytes they may have together beyond a message
	 */
	ValueWriter valueWriter(ProtocolVersion version, int room) {
		int size = (int) Math.min((long) this.limits.maxMessageSize() + room, Integer.MAX_VALUE - 16);
		ValueWriter writer = new ValueWriter(this.limits.withMaxMessageSize(size), this.mapper);
		if (version == ProtocolVersion.V4) {
			writer.finiteOnly();
		}
		return writer;
	}

	EncodedValue array(int count, EncodedValue entries) {
		byte[] array = written((writer) -> {
			writer.packer().packArrayHeader(count);
			writer.packer().writePayload(entries.array(), entries.offset(), entries.length());
		});
		return new EncodedValue(array, 0, array.length);
	}

	byte[] response(ProtocolVersion version, @Nullable String id, @Nullable Object result, Map<String, ?> metadata,
			@Nullable Compressor compressor) {
		return written((writer) -> {
			FieldWriter.begin(writer, version, id, MessageType.RESPONSE, 1, this.clock.millis(), !metadata.isEmpty());
			FieldWriter.metadata(writer, metadata);
			writer.packer().writePayload(Field.RESULT.encodedKey());
			try {
				if (compressor != null) {
					ValueWriter value = valueWriter(version, 0);
					value.write(result, 1);
					CompressedValue.write(writer.packer(), whole(value), compressor, this.limits);
					return;
				}
				if (version == ProtocolVersion.V4) {
					writer.finiteOnly();
				}
				writer.write(result, 1);
			}
			catch (CodecFault ex) {
				throw ex.toConversionException("result of call " + id);
			}
		});
	}

	byte[] message(Message message) {
		if (message instanceof Message.Response response) {
			return response(response.version(), response.id(), response.result(), response.metadata(), null);
		}
		if (message instanceof Message.Call call) {
			return call(call.version(), call.id(), call.function(), call.namespace(), call.clientName(),
					call.metadata(), this.clock.millis(), (writer) -> FieldWriter.value(writer, Field.ARGS,
							call.arguments(), "arguments of function '" + call.function() + "'"));
		}
		if (message instanceof Message.Failure failure) {
			return message(failure, MessageType.ERROR, Field.ERROR, failure.error());
		}
		if (message instanceof Message.Output output) {
			boolean standard = output.stream() == OutputKind.STDOUT;
			return message(output, standard ? MessageType.STDOUT : MessageType.STDERR, Field.OUTPUT, output.text());
		}
		if (message instanceof Message.Heartbeat heartbeat) {
			return message(heartbeat, MessageType.HEARTBEAT, Field.ARGS, heartbeat.arguments());
		}
		if (message instanceof Message.Unknown unknown) {
			return message(unknown, null, Field.TYPE, unknown.type());
		}
		if (message instanceof Message.Items items) {
			return items(items);
		}
		if (message instanceof Message.ItemsEnd end) {
			return end(end);
		}
		if (message instanceof Message.Credit credit) {
			return numbers(credit, MessageType.CREDIT, credit.argument(), Field.COUNT, credit.count());
		}
		if (message instanceof Message.Cancel cancel) {
			return numbers(cancel, MessageType.CANCEL, cancel.argument(), Field.COUNT, Message.NONE);
		}
		if (message instanceof Message.Progress) {
			return message(message, MessageType.PROGRESS, Field.ARGS, null);
		}
		return message(message, (message instanceof Message.Shutdown) ? MessageType.SHUTDOWN : MessageType.READY,
				Field.ARGS, null);
	}

	private byte[] items(Message.Items items) {
		return written((writer) -> {
			FieldWriter.begin(writer, items.version(), items.id(), MessageType.ITEM,
					2 + FieldWriter.count(items.argument()), this.clock.millis(), false);
			FieldWriter.number(writer, Field.ARGUMENT, items.argument());
			FieldWriter.number(writer, Field.SEQ, items.seq());
			boolean single = items.count() == 1;
			writer.packer().writePayload((single ? Field.RESULT : Field.RESULTS).encodedKey());
			if (!single) {
				writer.packer().packArrayHeader(items.count());
			}
			EncodedValue values = items.values();
			writer.packer().writePayload(values.array(), values.offset(), values.length());
		});
	}

	private byte[] end(Message.ItemsEnd end) {
		return written((writer) -> {
			boolean failed = end.error() != null;
			FieldWriter.begin(writer, end.version(), end.id(), failed ? MessageType.ERROR : MessageType.RESPONSE,
					FieldWriter.count(end.argument()) + FieldWriter.count(end.items()) + 1, this.clock.millis(), false);
			FieldWriter.number(writer, Field.ARGUMENT, end.argument());
			FieldWriter.number(writer, Field.SEQ, end.items());
			if (failed) {
				FieldWriter.text(writer, Field.ERROR, end.error());
			}
			else {
				writer.packer().writePayload(Field.RESULT.encodedKey());
				writer.packer().packNil();
			}
		});
	}

	/**
	 * Write a message that has numbers alone.
	 */
	private byte[] numbers(Message message, MessageType type, int argument, Field field, long number) {
		return written((writer) -> {
			FieldWriter.begin(writer, message.version(), message.id(), type,
					FieldWriter.count(argument) + FieldWriter.count(number), this.clock.millis(), false);
			FieldWriter.number(writer, Field.ARGUMENT, argument);
			FieldWriter.number(writer, field, number);
		});
	}

	/**
	 * Write a message that has one field of its own, or none.
	 */
	private byte[] message(Message message, @Nullable MessageType type, Field field, @Nullable Object value) {
		return written((writer) -> {
			FieldWriter.begin(writer, message.version(), message.id(), type, FieldWriter.count(value),
					this.clock.millis(), !message.metadata().isEmpty());
			if (value instanceof String text) {
				FieldWriter.text(writer, field, text);
			}
			else if (value != null) {
				FieldWriter.value(writer, field, value, "arguments of the heartbeat");
			}
			FieldWriter.metadata(writer, message.metadata());
		});
	}

	/**
	 * What is written of a message.
	 */
	private interface Part {

		void writeTo(ValueWriter writer) throws IOException;

	}

}
