package io.multifrost.internal.message;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.Namespaces;
import io.multifrost.internal.value.EncodedValue;

/**
 * Reads messages.
 */
final class MessageDecoder {

	/** One for each thread, nearly always the I/O thread alone: it is worth keeping. */
	private final ThreadLocal<@Nullable Envelope> envelopes = new ThreadLocal<>();

	private final CodecLimits limits;

	MessageDecoder(CodecLimits limits) {
		this.limits = limits;
	}

	Message decode(byte[] payload) {
		Envelope envelope = this.envelopes.get();
		if (envelope == null) {
			envelope = new Envelope(this.limits);
			this.envelopes.set(envelope);
		}
		try {
			envelope.scan(payload);
			return decode(envelope);
		}
		finally {
			envelope.clear();
		}
	}

	private static Message decode(Envelope envelope) {
		ProtocolVersion version = envelope.version();
		String id = envelope.text(Field.ID);
		String type = envelope.text(Field.TYPE);
		MessageType known = (type != null) ? MessageType.find(type) : null;
		Map<String, @Nullable Object> metadata = envelope.metadata();
		if (type == null) {
			throw new ProtocolException("message has no field 'type'", id, null);
		}
		if (known == null) {
			return new Message.Unknown(version, id, type, metadata);
		}
		return switch (known) {
			case CALL -> call(envelope, version, id, metadata);
			case RESPONSE -> envelope.has(Field.ARGUMENT)
					? new Message.ItemsEnd(version, id, envelope.count(Field.ARGUMENT), envelope.number(Field.SEQ),
							null, metadata)
					: new Message.Response(version, id,
							envelope.has(Field.RESULT) ? envelope.value(Field.RESULT) : EncodedValue.NIL,
							envelope.number(Field.SEQ), metadata);
			case ERROR -> envelope.has(Field.ARGUMENT)
					? new Message.ItemsEnd(version, id, envelope.count(Field.ARGUMENT), Message.NONE,
							envelope.textForPeople(Field.ERROR), metadata)
					: new Message.Failure(version, id, envelope.textForPeople(Field.ERROR), metadata);
			case ITEM -> items(envelope, version, id, metadata);
			case CREDIT ->
				new Message.Credit(version, id, envelope.count(Field.ARGUMENT), envelope.count(Field.COUNT), metadata);
			case PROGRESS -> new Message.Progress(version, id, metadata);
			case STDOUT, STDERR ->
				new Message.Output(version, id, (known == MessageType.STDOUT) ? OutputKind.STDOUT : OutputKind.STDERR,
						envelope.textForPeople(Field.OUTPUT), metadata);
			case HEARTBEAT -> new Message.Heartbeat(version, id,
					envelope.has(Field.ARGS) ? envelope.value(Field.ARGS) : null, metadata);
			case CANCEL -> new Message.Cancel(version, id, envelope.count(Field.ARGUMENT), metadata);
			case SHUTDOWN -> new Message.Shutdown(version, id, metadata);
			case READY -> new Message.Ready(version, id, metadata);
		};
	}

	private static Message.Items items(Envelope envelope, ProtocolVersion version, @Nullable String id,
			Map<String, @Nullable Object> metadata) {
		int argument = envelope.count(Field.ARGUMENT);
		long seq = envelope.number(Field.SEQ);
		if (envelope.has(Field.RESULTS)) {
			int count = envelope.entries(Field.RESULTS);
			return new Message.Items(version, id, argument, seq, count, envelope.entryValues(Field.RESULTS), metadata);
		}
		EncodedValue value = envelope.has(Field.RESULT) ? envelope.value(Field.RESULT) : EncodedValue.NIL;
		return new Message.Items(version, id, argument, seq, 1, value, metadata);
	}

	private static Message.Call call(Envelope envelope, ProtocolVersion version, @Nullable String id,
			Map<String, @Nullable Object> metadata) {
		EncodedValue arguments = envelope.has(Field.ARGS) ? envelope.value(Field.ARGS) : EncodedValue.EMPTY_ARRAY;
		String namespace = Objects.requireNonNullElse(envelope.text(Field.NAMESPACE), Namespaces.DEFAULT);
		String clientName = envelope.text(Field.CLIENT_NAME);
		if (clientName == null) {
			clientName = envelope.text(Field.CLIENT_NAME_OF_NODE);
		}
		return new Message.Call(version, id, envelope.seconds(Field.TIMESTAMP), envelope.text(Field.FUNCTION),
				arguments, namespace, clientName, metadata);
	}

}
