package io.multifrost.parent;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
			SpawnedGeneration generation = this.supervisor.running();
			String id = MessageCodec.newId();
			BlockingCall pending = new BlockingCall(id, function, timeout(merged));
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
		AsyncCall<Object> pending;
		PendingCalls table;
		try {
			interceptions.before();
			SpawnedGeneration generation = this.supervisor.running();
			String id = MessageCodec.newId();
			byte[] payload = encode(id, call, arguments);
			pending = new AsyncCall<>(id, function, timeout(merged), this.settings.callbackExecutor(),
					(reply) -> result(function, type, reply));
			table = generation.pending();
			send(generation, pending, payload);
		}
		catch (RuntimeException ex) {
			interceptions.ended(ex);
			return CompletableFuture.failedFuture(ex);
		}
		CompletableFuture<Object> future = pending.future();
		// Also when the user cancels or completes the future: the call is forgotten then.
		future.whenComplete((result, failure) -> {
			table.remove(pending);
			interceptions.ended(failure);
		});
		return future;
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

	private void send(SpawnedGeneration generation, PendingCall pending, byte[] payload) {
		generation.pending().register(pending);
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
