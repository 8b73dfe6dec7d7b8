package io.multifrost.parent;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.FileNames;
import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.Caller;
import io.multifrost.internal.call.ClientProxy;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.supervision.EndpointTarget;
import io.multifrost.internal.supervision.Generation;
import io.multifrost.internal.supervision.ParentSettings;
import io.multifrost.internal.supervision.Pool;
import io.multifrost.internal.supervision.ServiceTarget;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.internal.supervision.Target;
import io.multifrost.internal.supervision.WorkerStatistics;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.process.WorkerCommand;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A worker as its parent sees it: a process whose functions can be called. Safe for use
 * by any number of threads.
 * <p>
 * A call ends once: with the function's result, or with one of
 * {@link io.multifrost.RemoteCallException} (the function failed),
 * {@link io.multifrost.CallTimeoutException} (no answer in time),
 * {@link io.multifrost.WorkerExitedException} (the process died),
 * {@link io.multifrost.WorkerUnavailableException} (the worker does not run, its
 * connection was lost, or too many calls wait),
 * {@link io.multifrost.ValueConversionException} (an argument has no form on the wire, or
 * the result does not fit the type) or {@link io.multifrost.ProtocolException} (a message
 * is beyond the limits).
 */
public final class ParentWorker implements AutoCloseable {

	private static final Object[] NO_ARGUMENTS = new Object[0];

	private final ParentSettings settings;

	private final Pool pool;

	private final WorkerMode mode;

	private final WorkerStatistics statistics = new WorkerStatistics();

	private final Caller caller;

	ParentWorker(ParentSettings settings, Target target) {
		this.settings = settings;
		this.mode = (target instanceof SpawnTarget) ? WorkerMode.SPAWN : WorkerMode.CONNECT;
		MessageCodec codec = new MessageCodec(settings.limits(), settings.mapper());
		Notifier notifier = new Notifier(settings.name(), settings.listeners(), settings.callbackExecutor());
		this.pool = new Pool(settings, target, codec, notifier, this.statistics);
		this.caller = new Caller(settings.calls(), codec, this.pool);
	}

	/**
	 * Describe a worker that is started as a process of its own.
	 * @param script the script or program; run by itself unless an
	 * {@linkplain ParentWorkerBuilder#executable executable} is named
	 * @return a builder
	 * @throws IllegalArgumentException if the system has no file of such a name
	 */
	public static ParentWorkerBuilder spawn(String script) {
		return new ParentWorkerBuilder(new SpawnTarget(FileNames.path("Script", script), null));
	}

	/**
	 * Describe a worker that is started with a command line.
	 * @param command the command line
	 * @return a builder
	 */
	public static ParentWorkerBuilder spawn(WorkerCommand command) {
		return new ParentWorkerBuilder(new SpawnTarget(null, command));
	}

	/**
	 * Describe a worker that runs by itself and is found in the service registry.
	 * @param serviceId the id under which the worker is registered
	 * @return a builder
	 */
	public static ParentWorkerBuilder connect(String serviceId) {
		return new ParentWorkerBuilder(new ServiceTarget(serviceId, FileServiceRegistry::standard));
	}

	/**
	 * Describe a worker that runs by itself at a known address.
	 * @param endpoint {@code tcp://host:port}
	 * @return a builder
	 * @throws IllegalArgumentException if the endpoint is something else
	 */
	public static ParentWorkerBuilder connectTo(String endpoint) {
		return new ParentWorkerBuilder(new EndpointTarget(endpoint));
	}

	/**
	 * Return the name of the worker, by which logs and exceptions know it.
	 * @return the name
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * Return the state of the worker.
	 * @return the state
	 */
	public WorkerState state() {
		return this.pool.state().current();
	}

	/**
	 * Return the process id of the worker, of its first instance where it has several.
	 * @return the id, empty if there is no process, or it is not known
	 * @see #snapshot()
	 */
	public OptionalLong pid() {
		Generation generation = this.pool.instances().get(0).generation();
		Long pid = (generation != null) ? generation.pid() : null;
		return (pid != null) ? OptionalLong.of(pid) : OptionalLong.empty();
	}

	/**
	 * Return how many calls wait for an answer.
	 * @return the number of calls in flight
	 */
	public int inFlight() {
		return sum(Generation::inFlight);
	}

	private int sum(ToIntFunction<Generation> count) {
		int sum = 0;
		for (Supervisor instance : this.pool.instances()) {
			Generation generation = instance.generation();
			sum += (generation != null) ? count.applyAsInt(generation) : 0;
		}
		return sum;
	}

	/**
	 * Return the state of the worker and its instances, and what was counted of them.
	 * @return what is known at this moment
	 */
	public WorkerSnapshot snapshot() {
		List<InstanceSnapshot> instances = this.pool.instances().stream().map(Supervisor::snapshot).toList();
		long restarts = instances.stream().mapToLong(InstanceSnapshot::restarts).sum();
		return new WorkerSnapshot(name(), this.mode, state(), this.settings.protocol(), inFlight(),
				sum(Generation::queued), this.statistics.maxQueued(), restarts, this.statistics.bytesSent(),
				this.statistics.bytesReceived(), this.statistics.dropped(), this.statistics.heartbeats(),
				this.pool.state().failure(), instances);
	}

	/**
	 * Change how long a call may take from now on, where nothing else is said for it.
	 * Calls that have begun keep their time.
	 * @param timeout the time from the call to its answer; zero means without limit
	 */
	public void callTimeout(Duration timeout) {
		this.caller.callTimeout(timeout);
	}

	/**
	 * Replace the processes of the worker by new ones, one instance after another: each
	 * replacement is ready before the old process gets no more calls, and the old one
	 * finishes those that it has. In connect mode, connections are replaced. An instance
	 * that does not run is started. Waits until all is done.
	 * @throws MultifrostException if a replacement does not start; what ran goes on then
	 */
	public void restart() {
		this.pool.restart();
	}

	/**
	 * Start the worker and wait until it answers.
	 * @return this worker
	 * @throws io.multifrost.WorkerStartException if it does not start in time
	 * @throws IllegalStateException if it runs already
	 */
	public ParentWorker start() {
		this.pool.start();
		return this;
	}

	/**
	 * Stop the worker and wait until its process is gone: it is asked to finish the calls
	 * that run, then terminated, then killed. Calls that were not answered end with an
	 * exception. Does nothing if it does not run.
	 */
	public void stop() {
		this.pool.stop();
	}

	/**
	 * Stop the worker, as {@link #stop()} does.
	 */
	@Override
	public void close() {
		stop();
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
		return (T) this.caller.call(options, function, type, orEmpty(arguments));
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
		return (T) this.caller.call(options, function, type.type(), orEmpty(arguments));
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
		return (CompletableFuture<T>) this.caller.callAsync(options, function, type, arguments, null);
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
				results.add((CompletableFuture<T>) this.caller.callAsync(call.options(), call.function(), call.type(),
						call.arguments(), batch));
			}
		}
		finally {
			batch.handOver();
		}
		return List.copyOf(results);
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
		return ClientProxy.create(type, this.settings.calls(), this.caller, options);
	}

	@Override
	public String toString() {
		return "ParentWorker '" + name() + "' (" + state() + ")";
	}

}
