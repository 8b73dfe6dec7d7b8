package io.multifrost.internal.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.OutgoingItems;

/**
 * The arguments of one call that are sent in items, when its worker asks for them. Safe
 * for use by any thread.
 */
final class Uploads {

	private final Map<Integer, Upload> uploads = new LinkedHashMap<>();

	private volatile boolean ended;

	/**
	 * Prepare to send arguments.
	 * @param arguments all arguments of the call
	 * @param codec writes the items
	 * @param executor where their sources are read
	 */
	Uploads(@Nullable Object[] arguments, MessageCodec codec, Executor executor) {
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument != null && OutgoingItems.isSource(argument)) {
				this.uploads.put(i, new Upload(i, argument, codec, executor));
			}
		}
	}

	/**
	 * Return the arguments that are sent with the call itself.
	 * @param arguments all arguments
	 * @return those, with {@code null} for each other
	 */
	@Nullable Object[] without(@Nullable Object[] arguments) {
		@Nullable Object[] others = Arrays.copyOf(arguments, arguments.length, Object[].class);
		this.uploads.keySet().forEach((index) -> others[index] = null);
		return others;
	}

	/**
	 * Return what the call's worker is told of them.
	 */
	List<Map<String, Object>> toMetadata() {
		List<Map<String, Object>> told = new ArrayList<>();
		this.uploads.forEach((index, upload) -> told.add(Map.of("argument", index, "bytes", upload.isBytes())));
		return told;
	}

	/**
	 * The worker asks for items. Called on the I/O thread.
	 * @param call the call
	 * @param calls where it waits for its answer
	 * @param argument which argument, from 0
	 * @param count how many more items
	 */
	void grant(PendingCall call, PendingCalls calls, int argument, int count) {
		Upload upload = this.uploads.get(argument);
		if (upload != null && !this.ended) {
			upload.grant(call, calls, count);
		}
	}

	/**
	 * The worker wants no more items.
	 * @param argument of which argument, from 0
	 */
	void cancel(int argument) {
		Upload upload = this.uploads.get(argument);
		if (upload != null) {
			upload.cancel();
		}
	}

	/**
	 * The call has ended, and what its arguments are read from is closed.
	 */
	void end() {
		this.ended = true;
		this.uploads.values().forEach(Upload::cancel);
	}

}
