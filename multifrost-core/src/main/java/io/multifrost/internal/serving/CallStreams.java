package io.multifrost.internal.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.stream.OutgoingItems;

/**
 * What of one call comes or goes in items: its result, where its parent has asked for
 * that, and some of its arguments. Safe for use by any thread; returns at once.
 */
final class CallStreams {

	/** The first credit for items of the result, 0 where it is to come as a whole. */
	private final int credit;

	private final boolean batch;

	private final Map<Integer, StreamedArgument> arguments;

	/** Credit that came before the function had returned; guarded by this object. */
	private int early;

	private @Nullable Throwable stopCause;

	private @Nullable OutgoingItems result;

	/** Stops what is made of the result, once that has begun. */
	private @Nullable Consumer<Throwable> stop;

	private CallStreams(int credit, boolean batch, Map<Integer, StreamedArgument> arguments) {
		this.credit = credit;
		this.batch = batch;
		this.arguments = arguments;
	}

	/**
	 * Return what stops a result that is sent as a whole.
	 */
	static CallStreams ofWhole() {
		return new CallStreams(0, false, Map.of());
	}

	/**
	 * Find what of a call comes or goes in items.
	 * @param call the call
	 * @return the streams, or {@code null} if all is sent as a whole
	 * @throws MultifrostException if the parent's wish has not the form that it has to
	 * have
	 */
	static @Nullable CallStreams of(Call call) {
		Object stream = call.metadata().get(Call.STREAM);
		Object upload = call.metadata().get(Call.UPLOAD);
		if (stream == null && upload == null) {
			return null;
		}
		int credit = 0;
		boolean batch = false;
		if (stream != null) {
			Map<?, ?> wish = (stream instanceof Map<?, ?> map) ? map : Map.of();
			credit = positive(wish.get("credit"));
			if (credit <= 0) {
				throw new MultifrostException(
						"Field 'stream' of the metadata must be a map with the number of items as 'credit'");
			}
			batch = Boolean.TRUE.equals(wish.get("batch"));
		}
		return new CallStreams(credit, batch, (upload != null) ? arguments(upload) : Map.of());
	}

	private static Map<Integer, StreamedArgument> arguments(Object upload) {
		Map<Integer, StreamedArgument> arguments = new LinkedHashMap<>();
		for (Object entry : (upload instanceof List<?> list) ? list : List.of(0)) {
			Map<?, ?> argument = (entry instanceof Map<?, ?> map) ? map : Map.of();
			int index = positive(argument.get("argument"));
			if (index < 0 || arguments.containsKey(index)) {
				throw new MultifrostException(
						"Field 'upload' of the metadata must be an array of maps, each with the number of an 'argument'");
			}
			arguments.put(index, new StreamedArgument(index, Boolean.TRUE.equals(argument.get("bytes"))));
		}
		return arguments;
	}

	private static int positive(@Nullable Object number) {
		return (number instanceof Long value && value >= 0 && value <= Integer.MAX_VALUE) ? value.intValue() : -1;
	}

	/**
	 * Return whether the parent reads the result item by item.
	 */
	boolean wantsItems() {
		return this.credit > 0;
	}

	boolean batch() {
		return this.batch;
	}

	/**
	 * Return the arguments that come in items, by their index.
	 */
	Map<Integer, StreamedArgument> arguments() {
		return this.arguments;
	}

	/**
	 * Begin to send the result.
	 * @param result the items
	 * @return the credit for it until now
	 */
	synchronized int begin(OutgoingItems result) {
		this.result = result;
		begin(result::stop);
		return Math.addExact(this.credit, this.early);
	}

	/**
	 * Begin to read the result to its end.
	 * @param stop ends that, with the cause; returns at once
	 */
	synchronized void begin(Consumer<Throwable> stop) {
		this.stop = stop;
		if (this.stopCause != null) {
			stop.accept(this.stopCause);
		}
	}

	/**
	 * Let more items of the result be sent.
	 */
	void grant(int count) {
		OutgoingItems result;
		synchronized (this) {
			result = this.result;
			if (result == null) {
				this.early = (int) Math.min((long) this.early + count, Integer.MAX_VALUE - this.credit);
			}
		}
		if (result != null) {
			result.grant(count);
		}
	}

	/**
	 * Add items of an argument.
	 * @throws io.multifrost.ProtocolException if items are missing before them, or nobody
	 * has asked for as many
	 */
	void add(Items items) {
		StreamedArgument argument = this.arguments.get(items.argument());
		if (argument != null) {
			argument.add(items);
		}
	}

	/**
	 * An argument has ended.
	 */
	void end(ItemsEnd end) {
		StreamedArgument argument = this.arguments.get(end.argument());
		if (argument != null) {
			argument.end(end);
		}
	}

	/**
	 * Send no more of the result, and let whoever reads an argument fail.
	 * @param cause why; a {@link GivenUp} where nobody waits for an answer
	 */
	void stop(Throwable cause) {
		Consumer<Throwable> stop;
		synchronized (this) {
			this.stopCause = cause;
			stop = this.stop;
		}
		this.arguments.values().forEach((argument) -> argument.fail(cause));
		if (stop != null) {
			stop.accept(cause);
		}
	}

	/**
	 * Nobody waits for the answer of a call any more.
	 */
	static final class GivenUp extends CancellationException {

		private static final long serialVersionUID = 1L;

		GivenUp() {
			super("The call was given up");
		}

	}

}
