package io.multifrost.parent;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.message.Failure;
import io.multifrost.message.Message;
import io.multifrost.message.MessageCodec;
import io.multifrost.message.Response;

/**
 * The way of a call: interceptors, encoding on the caller's thread, the table of pending
 * calls, the link, and back.
 */
final class Caller {

	private static final String DEFAULT_NAMESPACE = "default";

	private final ParentSettings settings;

	private final MessageCodec codec;

	private final Supervisor supervisor;

	Caller(ParentSettings settings, MessageCodec codec, Supervisor supervisor) {
		this.settings = settings;
		this.codec = codec;
		this.supervisor = supervisor;
	}

	/**
	 * Call a function and wait for its result.
	 */
	@Nullable Object call(CallOptions options, String function, Type type, @Nullable Object[] arguments) {
		CallOptions merged = options.orElse(this.settings.callDefaults());
		OutgoingCall call = outgoing(merged, function);
		Interceptions interceptions = new Interceptions(call);
		Throwable failure = null;
		try {
			interceptions.before();
			Duration timeout = awaitRecovery(timeout(merged));
			Generation generation = this.supervisor.running();
			String id = MessageCodec.newId();
			BlockingCall pending = new BlockingCall(id, function, timeout);
			send(generation, pending, encode(id, call, arguments));
			return result(function, type, pending.await(generation.pending()));
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			throw ex;
		}
		finally {
			interceptions.ended(failure);
		}
	}

	/**
	 * Call a function without waiting for its result.
	 * @return a future that fails with what {@link #call} would throw
	 */
	CompletableFuture<Object> callAsync(CallOptions options, String function, Type type, @Nullable Object[] arguments) {
		CallOptions merged = options.orElse(this.settings.callDefaults());
		OutgoingCall call = outgoing(merged, function);
		Interceptions interceptions = new Interceptions(call);
		try {
			interceptions.before();
			CompletableFuture<Object> future = mustWait() ? sendLater(call, timeout(merged), type, arguments)
					: send(call, timeout(merged), type, arguments);
			future.whenComplete((result, failure) -> interceptions.ended(failure));
			return future;
		}
		catch (RuntimeException ex) {
			interceptions.ended(ex);
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<Object> send(OutgoingCall call, @Nullable Duration timeout, Type type,
			@Nullable Object[] arguments) {
		Generation generation = this.supervisor.running();
		String id = MessageCodec.newId();
		byte[] payload = encode(id, call, arguments);
		AsyncCall<Object> pending = new AsyncCall<>(id, call.function(), timeout, this.settings.callbackExecutor(),
				(reply) -> result(call.function(), type, reply));
		PendingCalls table = generation.pending();
		send(generation, pending, payload);
		CompletableFuture<Object> future = pending.future();
		// Also when the user cancels or completes the future: the call is forgotten then.
		future.whenComplete((result, failure) -> table.remove(pending));
		return future;
	}

	/**
	 * Send a call when the worker is back, or fail it when the time to wait is over.
	 */
	private CompletableFuture<Object> sendLater(OutgoingCall call, @Nullable Duration timeout, Type type,
			@Nullable Object[] arguments) {
		long began = System.nanoTime();
		CompletableFuture<Object> future = new CompletableFuture<>();
		this.supervisor.recovered()
			.orTimeout(longestWait(timeout).toNanos(), TimeUnit.NANOSECONDS)
			.whenCompleteAsync((recovered, late) -> {
				try {
					CompletableFuture<Object> sent = send(call, left(timeout, began), type, arguments);
					sent.whenComplete((result, failure) -> complete(future, result, failure));
					future.whenComplete((result, failure) -> sent.cancel(false));
				}
				catch (RuntimeException ex) {
					future.completeExceptionally(ex);
				}
			}, this.settings.callbackExecutor());
		return future;
	}

	private static void complete(CompletableFuture<Object> future, Object result, @Nullable Throwable failure) {
		if (failure != null) {
			future.completeExceptionally(failure);
		}
		else {
			future.complete(result);
		}
	}

	private boolean mustWait() {
		return this.supervisor.state() == WorkerState.RECOVERING
				&& !this.settings.supervision().recoveryWait().isZero();
	}

	private Duration longestWait(@Nullable Duration timeout) {
		Duration wait = this.settings.supervision().recoveryWait();
		return (timeout != null && timeout.compareTo(wait) < 0) ? timeout : wait;
	}

	/**
	 * Wait for a worker that was lost, as long as the settings and the call's own time
	 * allow.
	 * @return what is left of the call's time
	 */
	private @Nullable Duration awaitRecovery(@Nullable Duration timeout) {
		if (!mustWait()) {
			return timeout;
		}
		long began = System.nanoTime();
		try {
			this.supervisor.recovered().get(longestWait(timeout).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MultifrostException("Interrupted while waiting for worker '" + this.settings.name() + "'", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			// Asking for the running generation says what is the matter.
			return left(timeout, began);
		}
		return left(timeout, began);
	}

	private static @Nullable Duration left(@Nullable Duration timeout, long began) {
		if (timeout == null) {
			return null;
		}
		Duration left = timeout.minusNanos(System.nanoTime() - began);
		return left.isNegative() ? Duration.ZERO : left;
	}

	private OutgoingCall outgoing(CallOptions options, String function) {
		String namespace = options.namespace();
		return new OutgoingCall(this.settings.name(), Objects.requireNonNull(function, "function"),
				(namespace != null) ? namespace : DEFAULT_NAMESPACE, options.metadata());
	}

	private @Nullable Duration timeout(CallOptions options) {
		Duration timeout = options.timeout();
		return (timeout != null && !timeout.isZero()) ? timeout : null;
	}

	private byte[] encode(String id, OutgoingCall call, @Nullable Object[] arguments) {
		return this.codec.encodeCall(this.settings.protocol(), id, call.function(), arguments, call.namespace(),
				this.settings.clientName(), call.metadata());
	}

	private void send(Generation generation, PendingCall pending, byte[] payload) {
		generation.register(pending);
		generation.send(payload);
	}

	private @Nullable Object result(String function, Type type, Message reply) {
		if (reply instanceof Response response) {
			try {
				return this.codec.decodeResult(response.result(), type);
			}
			catch (ValueConversionException ex) {
				throw new ValueConversionException("Function '" + function + "' of worker '" + this.settings.name()
						+ "' answered with something else than asked for: " + ex.getMessage(), ex);
			}
		}
		if (reply instanceof Failure failure) {
			throw new RemoteCallException(this.settings.name(), function, failure.error());
		}
		throw new MultifrostException("Not an answer: " + reply);
	}

	/**
	 * The interceptors of one call: those that were asked before it are told of its end,
	 * in the opposite order.
	 */
	private final class Interceptions {

		private final OutgoingCall call;

		private List<CallInterceptor.Completion> completions = List.of();

		Interceptions(OutgoingCall call) {
			this.call = call;
		}

		void before() {
			List<CallInterceptor> interceptors = Caller.this.settings.interceptors();
			if (!interceptors.isEmpty()) {
				this.completions = new ArrayList<>(interceptors.size());
				for (CallInterceptor interceptor : interceptors) {
					this.completions.add(interceptor.before(this.call));
				}
			}
		}

		void ended(@Nullable Throwable failure) {
			for (int i = this.completions.size() - 1; i >= 0; i--) {
				this.completions.get(i).ended(failure);
			}
		}

	}

}
