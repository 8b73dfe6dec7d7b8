package io.multifrost.internal.callback;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.ProtocolException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Credit;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.message.Message.Output;
import io.multifrost.internal.message.Message.Progress;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.OutputKind;
import io.multifrost.parent.MessageInspector;
import io.multifrost.parent.MessageInspector.MessageEvent;
import io.multifrost.parent.MessageInspector.MessageEvent.Direction;

/**
 * Shows messages to inspectors, away from the threads that they pass. What waits to be
 * shown is bounded; where there is no inspector, nothing is done.
 */
public final class MessageInspection {

	private static final Logger logger = BackgroundLogger.of(MessageInspection.class);

	private static final int MAX_WAITING = 1000;

	private static final long MAX_WAITING_BYTES = 16L << 20;

	private static final int PREVIEW = 200;

	private final String worker;

	private final List<MessageInspector> inspectors;

	private final MessageCodec codec;

	private final SerialDispatcher<Seen> seen;

	public MessageInspection(String worker, List<MessageInspector> inspectors, MessageCodec codec, Executor executor) {
		this.worker = worker;
		this.inspectors = inspectors;
		this.codec = codec;
		this.seen = new SerialDispatcher<>(executor, this::show, this::onMissed, MAX_WAITING,
				new Budget(MAX_WAITING_BYTES));
	}

	public void sent(byte[] payload) {
		add(Direction.OUT, payload);
	}

	public void received(byte[] payload) {
		add(Direction.IN, payload);
	}

	private void add(Direction direction, byte[] payload) {
		if (!this.inspectors.isEmpty()) {
			this.seen.add(new Seen(Instant.now(), direction, payload), payload.length);
		}
	}

	private void show(Seen seen) {
		try {
			MessageEvent event = describe(seen);
			for (MessageInspector inspector : this.inspectors) {
				inspector.inspect(event);
			}
		}
		catch (Throwable ex) {
			logger.warn("[{}] An inspector of messages failed", this.worker, ex);
		}
	}

	private void onMissed(long messages) {
		logger.warn("[{}] {} messages were not inspected: they came faster than the inspector is", this.worker,
				messages);
	}

	private MessageEvent describe(Seen seen) {
		try {
			Message message = this.codec.decode(seen.payload);
			String function = (message instanceof Call call) ? call.function() : null;
			return event(seen, type(message), message.id(), function, preview(message));
		}
		catch (ProtocolException ex) {
			return event(seen, "unreadable", ex.messageId(), null, String.valueOf(ex.getMessage()));
		}
	}

	private MessageEvent event(Seen seen, String type, @Nullable String id, @Nullable String function, String preview) {
		return new MessageEvent(seen.at, this.worker, seen.direction, type, id, function, seen.payload.length,
				(preview.length() > PREVIEW) ? preview.substring(0, PREVIEW) + "..." : preview);
	}

	private static String type(Message message) {
		if (message instanceof Failure) {
			return "error";
		}
		if (message instanceof Output output) {
			return (output.stream() == OutputKind.STDERR) ? "stderr" : "stdout";
		}
		if (message instanceof Items) {
			return "item";
		}
		if (message instanceof ItemsEnd end) {
			return (end.error() != null) ? "error" : "response";
		}
		return message.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
	}

	private static String preview(Message message) {
		if (message instanceof Call call) {
			return call.arguments().toString();
		}
		if (message instanceof Response response) {
			return response.result().toString();
		}
		if (message instanceof Failure failure) {
			return failure.error();
		}
		if (message instanceof Output output) {
			return output.text();
		}
		if (message instanceof Items items) {
			return items.values().toString();
		}
		if (message instanceof Credit credit) {
			return String.valueOf(credit.count());
		}
		return (message instanceof Heartbeat || message instanceof Progress) ? message.metadata().toString() : "";
	}

	private record Seen(Instant at, Direction direction, byte[] payload) {
	}

}
