package io.multifrost.parent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

import io.multifrost.MultifrostException;
import io.multifrost.internal.Features;
import io.multifrost.internal.FileNames;
import io.multifrost.internal.OwnFunctions;
import io.multifrost.internal.call.Caller;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.client.DescribedFunctions;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.pool.Pool;
import io.multifrost.internal.python.PythonLauncher;
import io.multifrost.internal.python.PythonWorkers;
import io.multifrost.internal.supervision.AddressTarget;
import io.multifrost.internal.supervision.Generation;
import io.multifrost.internal.supervision.ParentSettings;
import io.multifrost.internal.supervision.ServiceTarget;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.internal.supervision.Target;
import io.multifrost.internal.supervision.WorkerStatistics;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
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
public final class ParentWorker extends FunctionCalls implements AutoCloseable {

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
		this.caller = new Caller(settings.calls(), codec, this.pool, settings.files());
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
	 * Describe a worker that serves a Python module, which needs to know nothing of this
	 * library. What it needs is made at its first start, which may take minutes and does
	 * not count against the start timeout.
	 * @param worker what is served, by which Python and with which packages
	 * @return a builder
	 */
	public static ParentWorkerBuilder spawn(PythonWorker worker) {
		return spawn(worker, PythonEnvironments.DEFAULTS);
	}

	/**
	 * Describe a worker that serves a Python module, as {@link #spawn(PythonWorker)}
	 * does.
	 * @param worker what is served, by which Python and with which packages
	 * @param environments where environments are, and whether they may be made
	 * @return a builder
	 */
	public static ParentWorkerBuilder spawn(PythonWorker worker, PythonEnvironments environments) {
		PythonWorkers workers = new PythonWorkers(environments);
		return new ParentWorkerBuilder(new SpawnTarget(null, PythonLauncher.describe(worker)))
			.name(worker.defaultName())
			.launching((launcher, limits) -> new PythonLauncher(worker, workers, limits, launcher));
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
		return connectTo(List.of(endpoint));
	}

	/**
	 * Describe a worker of which several instances run by themselves at known addresses.
	 * A name that stands for several addresses is connected to at all of them, and is
	 * looked up again each second, as often as Java's cache of names allows.
	 * @param endpoints {@code tcp://host:port} of each
	 * @return a builder
	 * @throws IllegalArgumentException if there is none, or one is something else
	 */
	public static ParentWorkerBuilder connectTo(List<String> endpoints) {
		return new ParentWorkerBuilder(new AddressTarget(endpoints));
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
		List<Supervisor> instances = this.pool.instances();
		Generation generation = instances.isEmpty() ? null : instances.get(0).generation();
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
	 * Ask the worker what its functions are, which it takes a call to answer.
	 * @param options what this call does differently
	 * @return the functions, empty if the worker has not said that it can describe them
	 * @throws MultifrostException how else a call can end
	 */
	public Optional<List<FunctionDescription>> describe(CallOptions options) {
		return this.pool.knows(Features.DESCRIBE)
				? Optional.of(DescribedFunctions.read(call(options, OwnFunctions.DESCRIBE, Object.class)))
				: Optional.empty();
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
				this.statistics.bytesReceived(), this.statistics.drops().asMap(), this.statistics.heartbeats(),
				this.pool.state().failure(), instances);
	}

	/**
	 * Change how many calls may wait for an answer of one instance at once, from now on.
	 * @param maxInFlight a number of calls
	 * @throws IllegalArgumentException if the number is not at least 1
	 */
	public void maxInFlight(int maxInFlight) {
		CallingBuilder.checkMaxInFlight(maxInFlight);
		this.settings.maxInFlight().set(maxInFlight);
	}

	/**
	 * Change the number of processes, or of connections to the service. New ones are
	 * started if the worker runs, and those that are too many finish the calls that they
	 * have, within the drain timeout. Waits until all is done.
	 * @param instances a number from 1
	 * @throws IllegalStateException if the instances come and go by themselves
	 * @throws MultifrostException if one does not start; the number is as before then
	 */
	public void instances(int instances) {
		if (instances < 1) {
			throw new IllegalArgumentException("instances must be at least 1, but is " + instances);
		}
		this.pool.resize(instances);
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

	@Override
	Caller caller() {
		return this.caller;
	}

	@Override
	public String toString() {
		return "ParentWorker '" + name() + "' (" + state() + ")";
	}

}
