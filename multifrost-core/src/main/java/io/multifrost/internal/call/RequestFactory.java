package io.multifrost.internal.call;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.Features;
import io.multifrost.internal.Namespaces;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.callback.SerialDispatcher;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.value.NumberArray;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ReceivedItems;

/**
 * Writes calls, with what their worker knows beyond the protocol.
 *
 * @param settings how the functions of the worker are called
 * @param codec writes the calls
 * @param target tells what the worker knows
 * @param largeValues gives arguments the forms that the worker knows
 * @param progress tells listeners how far calls are
 * @param advice is given where a call waits for long without a limit
 */
record RequestFactory(CallSettings settings, MessageCodec codec, CallTarget target, LargeValues largeValues,
		SerialDispatcher<ProgressReports> progress, LimitAdvice advice) {

	/**
	 * Begin a call, which interceptors then see.
	 * @param options the options of the call
	 * @param function its function
	 * @param items takes the result if it is to come in items, or {@code null}
	 */
	OutgoingCall begin(CallOptions options, String function, @Nullable IncomingItems items) {
		String namespace = options.namespace();
		return new OutgoingCall(this.settings.worker(), Objects.requireNonNull(function, "function"),
				(namespace != null) ? namespace : Namespaces.DEFAULT, options.metadata(),
				(items != null) ? new CountedItems(items, System.nanoTime()) : null);
	}

	/**
	 * Write a call.
	 * @param options the options of the call
	 * @param call the call, as interceptors have left it
	 * @param type what its result, or each item of it, is converted to
	 * @param arguments the arguments
	 * @param items takes the result if it is to come in items, or {@code null}
	 * @return what is sent
	 * @throws MultifrostException if an argument has no form on the wire, or is beyond a
	 * limit
	 */
	Request request(CallOptions options, OutgoingCall call, Type type, @Nullable Object[] arguments,
			@Nullable IncomingItems items) {
		long began = System.nanoTime();
		if (!ArgumentSources.areAmong(arguments)) {
			return request(options, call, type, arguments, items, began);
		}
		@Nullable Object[] sources = ArgumentSources.open(call.function(), arguments);
		try {
			return request(options, call, type, sources, items, began);
		}
		catch (Throwable ex) {
			ArgumentSources.closeFiles(arguments, sources);
			throw ex;
		}
	}

	private Request request(CallOptions options, OutgoingCall call, Type type, @Nullable Object[] arguments,
			@Nullable IncomingItems items, long began) {
		String id = MessageIds.random();
		Duration given = options.timeout();
		Duration timeout = (given != null && !given.isZero()) ? given : null;
		if (!options.keywordArguments().isEmpty()) {
			call.putMetadata(Call.KEYWORD_ARGUMENTS,
					this.codec.encodeKeywordArguments(call.function(), options.keywordArguments()));
		}
		ProgressReports reports = null;
		if (options.onProgress() != null || !this.settings.progressListeners().isEmpty()) {
			accept(call, Features.PROGRESS);
			reports = new ProgressReports(this.settings, this.progress, id, call.function(), options.onProgress());
		}
		if (items != null) {
			askForItems(options, call, type, items);
		}
		@Nullable Object[] whole = arguments;
		Uploads uploads = null;
		if (ArgumentSources.areAmong(arguments)) {
			if (this.target.hasFeature(Features.UPLOAD)) {
				uploads = new Uploads(arguments, this.codec, SharedExecutors.blocking());
				call.putMetadata(Call.UPLOAD, uploads.toMetadata());
				whole = uploads.without(arguments);
			}
			else {
				whole = ArgumentSources.readAll(call.function(), arguments, this.codec, this.settings.protocol(),
						timeout);
			}
		}
		Compressor compressor = compressor(call);
		// What was read of an argument cannot be sent again.
		boolean idempotent = options.idempotent() && uploads == null;
		LargeValues.Prepared prepared = this.largeValues.prepare(call, (items != null) ? Object.class : type, whole,
				options, idempotent);
		Set<String> needed = new HashSet<>(prepared.needed());
		if (uploads != null) {
			needed.add(Features.UPLOAD);
			if (this.target.hasFeature(Features.ARRAY)) {
				// Its items may be arrays of numbers.
				needed.add(Features.ARRAY);
			}
		}
		if (compressor != null) {
			needed.add(compressor.name());
		}
		CallFiles files = prepared.files();
		try {
			byte[] payload = this.codec.encodeCall(this.settings.protocol(), id, call.function(), prepared.arguments(),
					call.namespace(), this.settings.clientName(), call.metadata(), timeout, compressor);
			Supplier<byte[]> again = (files != CallFiles.NONE) ? () -> LargeValues.again(this.codec, payload)
					: () -> payload;
			return new Request(id, call.function(), timeout, began, idempotent, payload, Set.copyOf(needed), reports,
					uploads, compressor, files, call, null, again, isUnlimited(options, items) ? this.advice : null);
		}
		catch (Throwable ex) {
			files.end();
			throw ex;
		}
	}

	/**
	 * Return whether nobody has said how long a call, or its first item, may take. Zero
	 * says that a call may take as long as it likes.
	 */
	private static boolean isUnlimited(CallOptions options, @Nullable IncomingItems items) {
		Duration itemTimeout = (items != null) ? options.itemTimeout() : null;
		return options.timeout() == null && (itemTimeout == null || itemTimeout.isZero());
	}

	private void askForItems(CallOptions options, OutgoingCall call, Type type, IncomingItems items) {
		Duration timeout = options.itemTimeout();
		if (timeout != null && !timeout.isZero()) {
			items.itemTimeout(timeout);
		}
		int credit = items.initialCredit();
		if (NumberArray.isForm(type) && this.target.hasFeature(Features.ARRAY)) {
			accept(call, Features.ARRAY);
		}
		if (this.target.hasFeature(Features.STREAM)) {
			call.putMetadata(Call.STREAM, Map.of("credit", credit, "batch", true));
		}
	}

	private @Nullable Compressor compressor(OutgoingCall call) {
		Compressor compressor = this.settings.compressor();
		if (compressor == null || !this.target.isRemote() || !this.target.hasFeature(compressor.name())) {
			return null;
		}
		call.putMetadata(Call.COMPRESSION, compressor.toMetadata());
		return compressor;
	}

	/**
	 * Say what the caller takes besides what all do.
	 */
	static void accept(OutgoingCall call, String feature) {
		List<Object> accepted = new ArrayList<>(List.of(feature));
		if (call.metadata().get(Call.ACCEPT) instanceof Collection<?> others) {
			accepted.addAll(others);
		}
		call.putMetadata(Call.ACCEPT, accepted);
	}

	/**
	 * The items of a call's result, as interceptors see them.
	 *
	 * @param items the items
	 * @param began when the call began, in the terms of {@link System#nanoTime()}
	 */
	private record CountedItems(IncomingItems items, long began) implements ReceivedItems {

		@Override
		public long count() {
			return this.items.count();
		}

		@Override
		public @Nullable Duration timeToFirst() {
			long first = this.items.firstAt();
			return (first != 0) ? Duration.ofNanos(first - this.began) : null;
		}

	}

}
