package io.multifrost.parent;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.Caller;
import io.multifrost.internal.call.StreamCall;
import io.multifrost.internal.client.ClientProxy;

/**
 * The ways to call functions of a worker: by name, many at once, or by an interface.
 */
abstract class FunctionCalls {

	private static final Object[] NO_ARGUMENTS = new Object[0];

	/**
	 * Return what makes the calls.
	 */
	abstract Caller caller();

	/**
	 * Change how long a call may take from now on, where nothing else is said for it.
	 * Calls that have begun keep their time.
	 * @param timeout the time from the call to its answer; zero means without limit
	 */
	public void callTimeout(Duration timeout) {
		caller().callTimeout(timeout);
	}

	/**
	 * Change how long the reader of a stream may wait for its next item from now on,
	 * where nothing else is said for it. Streams that have begun keep their time.
	 * @param timeout the time between two items; zero means without limit
	 */
	public void itemTimeout(Duration timeout) {
		caller().itemTimeout(timeout);
	}

	/**
	 * Call a function and wait for its result.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to; {@code Void.class} to ignore it
	 * @param arguments the arguments
	 * @return the result, {@code null} where the function returns nothing
	 * @throws MultifrostException how else a call can end
	 */
	public <T> @Nullable T call(String function, Class<T> type, @Nullable Object... arguments) {
		return call(CallOptions.DEFAULTS, function, type, arguments);
	}

	/**
	 * Call a function and wait for its result.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to
	 * @param arguments the arguments
	 * @return the result, {@code null} where the function returns nothing
	 * @throws MultifrostException how else a call can end
	 */
	public <T> @Nullable T call(String function, TypeRef<T> type, @Nullable Object... arguments) {
		return call(CallOptions.DEFAULTS, function, type, arguments);
	}

	/**
	 * Call a function with options of its own and wait for its result.
	 * @param <T> the type of the result
	 * @param options what this call does differently
	 * @param function the name of the function
	 * @param type what the result is converted to; {@code Void.class} to ignore it
	 * @param arguments the arguments
	 * @return the result, {@code null} where the function returns nothing
	 * @throws MultifrostException how else a call can end
	 */
	@SuppressWarnings("unchecked") // The codec converts to the type; a cast could not
									// unbox.
	public <T> @Nullable T call(CallOptions options, String function, Class<T> type, @Nullable Object... arguments) {
		return (T) caller().call(options, function, type, orEmpty(arguments));
	}

	/**
	 * Call a function with options of its own and wait for its result.
	 * @param <T> the type of the result
	 * @param options what this call does differently
	 * @param function the name of the function
	 * @param type what the result is converted to
	 * @param arguments the arguments
	 * @return the result, {@code null} where the function returns nothing
	 * @throws MultifrostException how else a call can end
	 */
	@SuppressWarnings("unchecked") // The codec converts to the type.
	public <T> @Nullable T call(CallOptions options, String function, TypeRef<T> type, @Nullable Object... arguments) {
		return (T) caller().call(options, function, type.type(), orEmpty(arguments));
	}

	/**
	 * Call a function without waiting for its result.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to; {@code Void.class} to ignore it
	 * @param arguments the arguments
	 * @return the future result, completed on the callback executor; it fails with what
	 * {@link #call(String, Class, Object...)} would throw, and forgets the call if it is
	 * cancelled
	 */
	public <T> CompletableFuture<T> callAsync(String function, Class<T> type, @Nullable Object... arguments) {
		return callAsync(CallOptions.DEFAULTS, function, type, arguments);
	}

	/**
	 * Call a function without waiting for its result.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to
	 * @param arguments the arguments
	 * @return the future result, as of {@link #callAsync(String, Class, Object...)}
	 */
	public <T> CompletableFuture<T> callAsync(String function, TypeRef<T> type, @Nullable Object... arguments) {
		return callAsync(CallOptions.DEFAULTS, function, type, arguments);
	}

	/**
	 * Call a function with options of its own without waiting for its result.
	 * @param <T> the type of the result
	 * @param options what this call does differently
	 * @param function the name of the function
	 * @param type what the result is converted to; {@code Void.class} to ignore it
	 * @param arguments the arguments
	 * @return the future result, as of {@link #callAsync(String, Class, Object...)}
	 */
	public <T> CompletableFuture<T> callAsync(CallOptions options, String function, Class<T> type,
			@Nullable Object... arguments) {
		return callAsync(options, function, (Type) type, orEmpty(arguments));
	}

	/**
	 * Call a function with options of its own without waiting for its result.
	 * @param <T> the type of the result
	 * @param options what this call does differently
	 * @param function the name of the function
	 * @param type what the result is converted to
	 * @param arguments the arguments
	 * @return the future result, as of {@link #callAsync(String, Class, Object...)}
	 */
	public <T> CompletableFuture<T> callAsync(CallOptions options, String function, TypeRef<T> type,
			@Nullable Object... arguments) {
		return callAsync(options, function, type.type(), orEmpty(arguments));
	}

	@SuppressWarnings("unchecked") // The codec converts to the type.
	private <T> CompletableFuture<T> callAsync(CallOptions options, String function, Type type,
			@Nullable Object[] arguments) {
		return (CompletableFuture<T>) caller().callAsync(options, function, type, arguments, null);
	}

	/**
	 * Make many calls at once, without waiting for their results: they are handed over to
	 * be sent together, which takes less time than one by one.
	 * @param <T> the type of the results
	 * @param calls the calls
	 * @return the future results, one for each call and in the same order, as of
	 * {@link #callAsync(String, Class, Object...)}; one that cannot be made fails its own
	 * future alone
	 */
	@SuppressWarnings("unchecked") // The codec converts to the type.
	public <T> List<CompletableFuture<T>> callAll(List<FunctionCall<T>> calls) {
		List<CompletableFuture<T>> results = new ArrayList<>(calls.size());
		Batch batch = new Batch();
		try {
			for (FunctionCall<T> call : calls) {
				results.add((CompletableFuture<T>) caller().callAsync(call.options(), call.function(), call.type(),
						call.arguments(), batch));
			}
		}
		finally {
			batch.handOver();
		}
		return List.copyOf(results);
	}

	/**
	 * Call a function whose result is a stream of items. The call is made when the first
	 * item is asked for; at no time more items wait than a small credit allows, so that a
	 * slow reader slows the function down.
	 * @param <T> the type of an item
	 * @param function the name of the function
	 * @param itemType what each item is converted to
	 * @param arguments the arguments
	 * @return the items, read by the thread that asks for them, which gets what
	 * {@link #call(String, Class, Object...)} would throw; to be closed where not all is
	 * read, which gives the call up. Where the function answers with one result, the
	 * entries of a list are the items
	 */
	public <T> Stream<T> stream(String function, Class<T> itemType, @Nullable Object... arguments) {
		return stream(FunctionCall.of(function, itemType, orEmpty(arguments)));
	}

	/**
	 * Call a function whose result is a stream of items.
	 * @param <T> the type of an item
	 * @param call the call, with the type of an item
	 * @return the items, as of {@link #stream(String, Class, Object...)}
	 */
	@SuppressWarnings("unchecked") // The codec converts to the type.
	public <T> Stream<T> stream(FunctionCall<T> call) {
		return (Stream<T>) (Stream<?>) streamCall(call).stream();
	}

	/**
	 * Call a function whose result is a stream of items, without a thread that waits.
	 * @param <T> the type of an item
	 * @param call the call, with the type of an item
	 * @return makes the call for each subscriber, which gets the items on the callback
	 * executor, one at a time and no more than it requests; cancelling gives the call up
	 */
	@SuppressWarnings("unchecked") // The codec converts to the type.
	public <T> Flow.Publisher<T> publisher(FunctionCall<T> call) {
		return (Flow.Publisher<T>) (Flow.Publisher<?>) streamCall(call).publisher();
	}

	private StreamCall streamCall(FunctionCall<?> call) {
		return caller().stream(call.options(), call.function(), call.type(), call.arguments());
	}

	private static @Nullable Object[] orEmpty(@Nullable Object @Nullable [] arguments) {
		return (arguments != null) ? arguments : NO_ARGUMENTS;
	}

	/**
	 * Make a typed client: each of the interface's methods calls the function of its
	 * name.
	 * @param <T> the interface
	 * @param type the interface
	 * @return the client, safe for use by any number of threads
	 * @throws IllegalArgumentException if the type is not an interface, or one of its
	 * methods cannot be served
	 */
	public <T> T as(Class<T> type) {
		return as(type, CallOptions.DEFAULTS);
	}

	/**
	 * Make a typed client whose calls have options of their own.
	 * @param <T> the interface
	 * @param type the interface
	 * @param options what the calls of this client do differently
	 * @return the client, safe for use by any number of threads
	 * @throws IllegalArgumentException if the type is not an interface, or one of its
	 * methods cannot be served
	 */
	public <T> T as(Class<T> type, CallOptions options) {
		return ClientProxy.create(type, caller(), options);
	}

}
