package io.multifrost.internal.call;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sharedfile.FilePool;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.OutgoingCall;

/**
 * Makes calls: interceptors and encoding on the caller's thread, then the
 * {@link CallSender}, and the answer back into a result or an exception.
 */
public final class Caller {

	private final CallSettings settings;

	private final MessageCodec codec;

	private final RequestFactory requests;

	private final ReplyConverter replies;

	private final CallSender sender;

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
		this.requests = new RequestFactory(settings, codec, target, new LargeValues(target, files),
				ProgressReports.dispatcher(settings), new LimitAdvice(settings.worker()));
		this.replies = new ReplyConverter(settings, codec);
		this.sender = new CallSender(target, settings.recoveryWait(), settings.callbackExecutor());
	}

	public CallSettings settings() {
		return this.settings;
	}

	/**
	 * Return what converts records and beans.
	 */
	public JacksonMapper mapper() {
		return this.codec.mapper();
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
	 * Change how long readers may wait for the next item where nothing else is said,
	 * those that have begun excepted.
	 * @param timeout the time, zero for no limit
	 */
	public void itemTimeout(Duration timeout) {
		this.defaults = this.defaults.withItemTimeout(timeout);
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
		OutgoingCall call = this.requests.begin(merged, function, null);
		Interceptions interceptions = new Interceptions(this.settings);
		Throwable failure = null;
		Request request = null;
		try {
			interceptions.before(call);
			request = this.requests.request(merged, call, type, arguments, null);
			return kept(promise, function, this.replies.result(request, type, this.sender.exchange(request)));
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			end(request, arguments);
			interceptions.ended(failure);
		}
	}

	private @Nullable Object kept(@Nullable String promise, String function, @Nullable Object result) {
		if (result == null && promise != null) {
			throw new ValueConversionException("Function '" + function + "' of worker '" + this.settings.worker()
					+ "' answered nothing, but " + promise + ": declare it nullable, or let the function return one");
		}
		return result;
	}

	/**
	 * Call a function without waiting for its result.
	 * @param batch what hands the call over later, or {@code null} to do it now
	 * @return a future that fails with what {@link #call} would throw
	 */
	public CompletableFuture<Object> callAsync(CallOptions options, String function, Type type,
			@Nullable Object[] arguments, @Nullable Batch batch) {
		return callAsync(options, function, type, null, arguments, batch, null);
	}

	/**
	 * Call a function without waiting for its result.
	 * @param promise who promises a result, so that none is an error; or {@code null}
	 * @return a future that fails with what {@link #call} would throw
	 */
	public CompletableFuture<Object> callAsync(CallOptions options, String function, Type type,
			@Nullable String promise, @Nullable Object[] arguments) {
		return callAsync(options, function, type, promise, arguments, null, null);
	}

	/**
	 * Call a function whose result is a stream of items: those that it makes, or, where
	 * it answers as a whole, the entries of its answer.
	 * @param itemType the type of one item
	 * @return makes the call when the items are wanted
	 */
	public StreamCall stream(CallOptions options, String function, Type itemType, @Nullable Object[] arguments) {
		AtomicBoolean read = new AtomicBoolean();
		return new StreamCall(this.codec, itemType, this.replies.misfit(function), this.settings.callbackExecutor(),
				(items) -> {
					if (ArgumentSources.areReadOnce(arguments) && !read.compareAndSet(false, true)) {
						return CompletableFuture.failedFuture(new IllegalStateException("Function '" + function
								+ "' of worker '" + this.settings.worker()
								+ "' is to be called again with an argument that was read for the first call; make "
								+ "a stream for each"));
					}
					return callAsync(options, function, itemType, null, arguments, null, items);
				}, () -> ArgumentSources.close(arguments));
	}

	private CompletableFuture<Object> callAsync(CallOptions options, String function, Type type,
			@Nullable String promise, @Nullable Object[] arguments, @Nullable Batch batch,
			@Nullable IncomingItems items) {
		if (lastOf(arguments) instanceof CallOptions own) {
			return callAsync(own.orElse(options), function, type, promise, withoutLast(arguments), batch, items);
		}
		CallOptions merged = options.orElse(this.defaults);
		OutgoingCall call = this.requests.begin(merged, function, items);
		Interceptions interceptions = new Interceptions(this.settings);
		Request request = null;
		try {
			interceptions.before(call);
			request = this.requests.request(merged, call, type, arguments, items);
			CompletableFuture<Object> future = this.sender.begin(request, conversion(request, type, promise, items),
					batch, items);
			if (!this.settings.interceptors().isEmpty()) {
				future.whenComplete((result, failure) -> interceptions.ended(failure));
			}
			if (request.holds()) {
				Request ended = request;
				future.whenComplete((result, failure) -> ended.end());
			}
			return future;
		}
		catch (Throwable ex) {
			end(request, arguments);
			interceptions.ended(ex);
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Function<Message, @Nullable Object> conversion(Request request, Type type, @Nullable String promise,
			@Nullable IncomingItems items) {
		if (items == null) {
			return (reply) -> kept(promise, request.function(), this.replies.result(request, type, reply));
		}
		return (reply) -> {
			this.replies.addLast(request, reply, items);
			return null;
		};
	}

	private static void end(@Nullable Request request, @Nullable Object[] arguments) {
		if (request != null) {
			request.end();
		}
		else {
			ArgumentSources.close(arguments);
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

}
