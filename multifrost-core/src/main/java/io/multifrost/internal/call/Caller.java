package io.multifrost.internal.call;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.Features;
import io.multifrost.internal.Namespaces;
import io.multifrost.internal.callback.SerialDispatcher;
import io.multifrost.internal.message.ErrorDetails;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.internal.sharedfile.FilePool;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.OutgoingCall;

/**
 * Makes calls: interceptors and encoding on the caller's thread, then the
 * {@link CallSender}, and the answer back into a result or an exception.
 */
public final class Caller {

	/** How a worker says that the time of a call is over. */
	private static final String DEADLINE_EXCEEDED = "DeadlineExceeded:";

	private final CallSettings settings;

	private final MessageCodec codec;

	private final LargeValues largeValues;

	private final CallSender sender;

	private final SerialDispatcher<ProgressReports> progress;

	private volatile CallOptions defaults;

	/**
	 * Create a caller.
	 * @param settings how functions are called
	 * @param codec the codec
	 * @param target where calls are sent
	 * @param files the files that are shared with the worker, or {@code null} if none are
	 */
	public Caller(CallSettings settings, MessageCodec codec, CallTarget target, @Nullable FilePool files) {
		this.settings = settings;
		this.defaults = settings.defaults();
		this.codec = codec;
		this.largeValues = new LargeValues(target, files);
		this.sender = new CallSender(target, settings.recoveryWait(), settings.callbackExecutor());
		this.progress = ProgressReports.dispatcher(settings);
	}

	CallSettings settings() {
		return this.settings;
	}

	/**
	 * Change how long calls may take that say nothing else, those that have begun
	 * excepted.
	 * @param timeout the time, zero for no limit
	 */
	public void callTimeout(Duration timeout) {
		this.defaults = this.defaults.withTimeout(timeout);
	}

	/**
	 * Call a function and wait for its result.
	 */
	public @Nullable Object call(CallOptions options, String function, Type type, @Nullable Object[] arguments) {
		return call(options, function, type, null, arguments);
	}

	/**
	 * Call a function and wait for its result.
	 * @param promise who promises a result, so that none is an error; or {@code null}
	 */
	public @Nullable Object call(CallOptions options, String function, Type type, @Nullable String promise,
			@Nullable Object[] arguments) {
		if (lastOf(arguments) instanceof CallOptions own) {
			return call(own.orElse(options), function, type, promise, withoutLast(arguments));
		}
		CallOptions merged = options.orElse(this.defaults);
		OutgoingCall call = outgoing(merged, function);
		Interceptions interceptions = new Interceptions(this.settings);
		Throwable failure = null;
		CallFiles files = CallFiles.NONE;
		try {
			interceptions.before(call);
			Request request = request(merged, call, type, arguments);
			files = request.files();
			Object result = result(request, type, this.sender.exchange(request));
			if (result == null && promise != null) {
				throw new ValueConversionException(
						"Function '" + function + "' of worker '" + this.settings.worker() + "' answered nothing, but "
								+ promise + ": declare it nullable, or let the function return one");
			}
			return result;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			files.end();
			interceptions.ended(failure);
		}
	}

	/**
	 * Call a function without waiting for its result.
	 * @param batch what hands the call over later, or {@code null} to do it now
	 * @return a future that fails with what {@link #call} would throw
	 */
	public CompletableFuture<Object> callAsync(CallOptions options, String function, Type type,
			@Nullable Object[] arguments, @Nullable Batch batch) {
		return callAsync(options, function, type, arguments, batch, null);
	}

	/**
	 * Call a function whose result is a stream of items: the parts of its answer, or,
	 * where it answers as a whole, the entries of its answer.
	 * @param itemType the type of one item
	 * @return makes the call with each subscription; cancelling that gives the call up
	 */
	Flow.Publisher<Object> stream(CallOptions options, String function, Type itemType, @Nullable Object[] arguments) {
		Type whole = TypeVariables.listOf(itemType);
		return (subscriber) -> {
			ItemStream stream = new ItemStream(subscriber, this.settings.callbackExecutor(),
					(part) -> convert(function, part, itemType, CallFiles.NONE));
			stream.begin(() -> callAsync(options, function, whole, arguments, null, stream::add));
		};
	}

	private CompletableFuture<Object> callAsync(CallOptions options, String function, Type type,
			@Nullable Object[] arguments, @Nullable Batch batch, @Nullable Consumer<EncodedValue> parts) {
		if (lastOf(arguments) instanceof CallOptions own) {
			return callAsync(own.orElse(options), function, type, withoutLast(arguments), batch, parts);
		}
		CallOptions merged = options.orElse(this.defaults);
		OutgoingCall call = outgoing(merged, function);
		Interceptions interceptions = new Interceptions(this.settings);
		CallFiles files = CallFiles.NONE;
		try {
			interceptions.before(call);
			Request request = request(merged, call, type, arguments);
			files = request.files();
			CompletableFuture<Object> future = this.sender.begin(request, (reply) -> result(request, type, reply),
					batch, parts);
			if (request.files() != CallFiles.NONE) {
				future.whenComplete((result, failure) -> request.files().end());
			}
			if (!this.settings.interceptors().isEmpty()) {
				future.whenComplete((result, failure) -> interceptions.ended(failure));
			}
			return future;
		}
		catch (Throwable ex) {
			files.end();
			interceptions.ended(ex);
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Options that come after the arguments are none of them.
	 */
	private static @Nullable Object lastOf(@Nullable Object[] arguments) {
		return (arguments.length > 0) ? arguments[arguments.length - 1] : null;
	}

	private static @Nullable Object[] withoutLast(@Nullable Object[] arguments) {
		return Arrays.copyOf(arguments, arguments.length - 1);
	}

	private OutgoingCall outgoing(CallOptions options, String function) {
		String namespace = options.namespace();
		return new OutgoingCall(this.settings.worker(), Objects.requireNonNull(function, "function"),
				(namespace != null) ? namespace : Namespaces.DEFAULT, options.metadata());
	}

	private Request request(CallOptions options, OutgoingCall call, Type type, @Nullable Object[] arguments) {
		long began = System.nanoTime();
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
		LargeValues.Prepared prepared = this.largeValues.prepare(call, type, arguments, options);
		CallFiles files = prepared.files();
		try {
			byte[] payload = encode(id, call, prepared.arguments(), timeout);
			Supplier<byte[]> again = (files != CallFiles.NONE) ? () -> {
				LargeValues.withoutFileForAnswer(call);
				Duration left = (timeout != null) ? timeout.minusNanos(System.nanoTime() - began) : null;
				return encode(id, call, prepared.arguments(), left);
			} : () -> payload;
			return new Request(id, call.function(), timeout, began, options.idempotent(), payload, prepared.needed(),
					reports, files, again);
		}
		catch (Throwable ex) {
			files.end();
			throw ex;
		}
	}

	private byte[] encode(String id, OutgoingCall call, @Nullable Object[] arguments, @Nullable Duration timeout) {
		return this.codec.encodeCall(this.settings.protocol(), id, call.function(), arguments, call.namespace(),
				this.settings.clientName(), call.metadata(), timeout);
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

	private @Nullable Object result(Request request, Type type, Message reply) {
		if (reply instanceof Response response) {
			Object result = convert(request.function(), response.result(), type, request.files());
			if (Boolean.TRUE.equals(response.metadata().get(Response.FREE))) {
				request.files().returned();
			}
			return result;
		}
		if (reply instanceof Failure failure) {
			throw failed(request, failure);
		}
		throw new MultifrostException("Not an answer: " + reply);
	}

	private @Nullable Object convert(String function, EncodedValue value, Type type, CallFiles files) {
		try {
			return this.codec.decodeResult(value, type, files);
		}
		catch (ValueConversionException ex) {
			throw new ValueConversionException("Function '" + function + "' of worker '" + this.settings.worker()
					+ "' answered with something else than asked for: " + ex.getMessage(), ex);
		}
	}

	/**
	 * An error that comes when the time is over may tell of no more than that, such as
	 * that the function was interrupted.
	 */
	private MultifrostException failed(Request request, Failure failure) {
		Duration timeout = request.timeout();
		if (timeout != null
				&& (failure.error().startsWith(DEADLINE_EXCEEDED) || request.nanosLeft(System.nanoTime()) <= 0)) {
			return new CallTimeoutException(this.settings.worker(), request.function(), timeout,
					"its time was over when the worker answered '" + firstLine(failure.error()) + "'");
		}
		ErrorDetails details = ErrorDetails.of(failure);
		return (details != null)
				? new RemoteCallException(this.settings.worker(), request.function(), details.type(), details.message(),
						details.trace().isEmpty() ? null : details.trace())
				: new RemoteCallException(this.settings.worker(), request.function(), failure.error());
	}

	private static String firstLine(String text) {
		int end = text.indexOf('\n');
		return (end < 0) ? text : text.substring(0, end);
	}

}
