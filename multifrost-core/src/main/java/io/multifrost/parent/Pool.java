package io.multifrost.parent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.message.MessageCodec;

/**
 * The instances of one worker: chooses the one that takes a call, and makes one state out
 * of theirs. The worker is running while one of them is.
 */
final class Pool {

	private static final Logger logger = LoggerFactory.getLogger(Pool.class);

	private final ParentSettings settings;

	private final Notifier notifier;

	private final List<Supervisor> instances;

	/** Where the search for the least busy instance begins, so that equals take turns. */
	private final AtomicInteger turn = new AtomicInteger();

	private final Object monitor = new Object();

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable Throwable failure;

	private volatile CompletableFuture<Void> recovered = CompletableFuture.completedFuture(null);

	private boolean starting;

	/** How often the worker was stopped. */
	private volatile int stops;

	private volatile boolean stopping;

	Pool(ParentSettings settings, Target target, MessageCodec codec, Notifier notifier, WorkerStatistics statistics) {
		this.settings = settings;
		this.notifier = notifier;
		int count = settings.supervision().instances();
		List<Supervisor> instances = new ArrayList<>(count);
		for (int number = 1; number <= count; number++) {
			InstanceContext context = new InstanceContext(settings, number, codec, notifier, statistics);
			instances.add(new Supervisor(context, target.generations(context), this::update));
		}
		this.instances = List.copyOf(instances);
	}

	List<Supervisor> instances() {
		return this.instances;
	}

	WorkerState state() {
		return this.state;
	}

	/**
	 * Return why an instance was last lost, or did not start, since the worker was
	 * started.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Choose the instance that has the fewest calls in flight.
	 * @return its present life
	 * @throws MultifrostException if none takes calls, saying why
	 */
	Generation running() {
		Generation best = null;
		int size = this.instances.size();
		int first = (size > 1) ? Math.floorMod(this.turn.getAndIncrement(), size) : 0;
		for (int i = 0; i < size && !this.stopping; i++) {
			Generation candidate = this.instances.get((first + i) % size).running();
			if (candidate != null && (best == null || isBetter(candidate, best))) {
				best = candidate;
			}
		}
		if (best == null) {
			throw unavailable();
		}
		return best;
	}

	/**
	 * One whose connection is lost fails its calls at once, and so would always be the
	 * least busy.
	 */
	private static boolean isBetter(Generation candidate, Generation best) {
		if (candidate.isConnected() != best.isConnected()) {
			return candidate.isConnected();
		}
		return candidate.inFlight() < best.inFlight();
	}

	/**
	 * Send a call to the instance that has the fewest.
	 * @param call the call
	 * @param payload the bytes of its message
	 * @return the life that owes the answer
	 * @throws MultifrostException if none takes it, saying why
	 */
	Generation send(PendingCall call, byte[] payload) {
		while (true) {
			Generation generation = running();
			// One that has just been lost or replaced has not got the call: another may.
			if (generation.register(call)) {
				generation.send(payload, call);
				return generation;
			}
		}
	}

	private WorkerUnavailableException unavailable() {
		String reason = switch (this.state) {
			case NEW -> "it has not been started yet";
			case STARTING -> "it is still starting";
			case RUNNING, RECOVERING ->
				"it was lost, and is being " + (this.instances.get(0).isSpawned() ? "restarted" : "looked for");
			case STOPPING -> "it is being stopped";
			case STOPPED -> "it has been stopped";
			case FAILED -> "it failed, and has to be started again";
		};
		boolean lost = this.state == WorkerState.RECOVERING || this.state == WorkerState.FAILED;
		Throwable cause = lost ? this.failure : null;
		return WorkerUnavailableException.refused(this.settings.name(),
				(cause != null) ? reason + "; " + cause.getMessage() : reason, cause);
	}

	/**
	 * Return the end of the recovery that is under way.
	 * @return completed when the worker runs again or is given up, and where it was not
	 * lost
	 */
	CompletableFuture<Void> recovered() {
		return this.recovered.copy();
	}

	/**
	 * Start the instances that do not run, and wait until all of them answer.
	 * @throws IllegalStateException if there is none to start
	 * @throws MultifrostException if one does not start; all are stopped then
	 */
	void start() {
		List<Supervisor> idle;
		synchronized (this.monitor) {
			idle = this.instances.stream()
				.filter((instance) -> instance.state().next(WorkerState.Event.START) != null)
				.toList();
			if (this.starting || this.stopping || idle.isEmpty()) {
				throw new IllegalStateException(
						"Worker '" + this.settings.name() + "' cannot be started: it is " + this.state);
			}
			this.starting = true;
			this.failure = null;
		}
		try {
			forEach(idle, "start", Supervisor::start);
		}
		catch (RuntimeException | Error ex) {
			// What ran before goes on.
			forEach(idle, "stop", Supervisor::abandon);
			throw ex;
		}
		finally {
			synchronized (this.monitor) {
				this.starting = false;
				refresh(null);
			}
		}
	}

	/**
	 * Stop all instances and wait until they are gone. Does nothing if they are stopped
	 * already.
	 */
	void stop() {
		synchronized (this.monitor) {
			this.stopping = true;
			this.stops++;
		}
		try {
			forEach(this.instances, "stop", Supervisor::stop);
		}
		finally {
			synchronized (this.monitor) {
				this.stopping = false;
				refresh(null);
			}
		}
	}

	/**
	 * Replace the instances, one after another.
	 * @throws MultifrostException if one cannot be replaced; those that are left are not
	 * tried then, nor when the worker is stopped meanwhile
	 */
	void restart() {
		logger.info("[{}] The worker is being restarted", this.settings.name());
		int stops = this.stops;
		for (Supervisor instance : this.instances) {
			if (this.stops != stops) {
				// What is stopped by now would be started.
				logger.debug("[{}] The restart ends, since the worker was stopped", this.settings.name());
				return;
			}
			instance.restart();
		}
	}

	/**
	 * Do something with instances at the same time, and wait until all is done. The first
	 * is served on the caller's thread, so that one instance needs no other.
	 */
	private void forEach(List<Supervisor> instances, String verb, Consumer<Supervisor> action) {
		List<CompletableFuture<Void>> others = new ArrayList<>();
		for (Supervisor instance : instances.subList(1, instances.size())) {
			others.add(CompletableFuture.runAsync(() -> action.accept(instance),
					(task) -> Threads.start("multifrost-" + verb + "-" + instance.label(), task)));
		}
		RuntimeException first = null;
		try {
			action.accept(instances.get(0));
		}
		catch (RuntimeException ex) {
			first = ex;
		}
		for (CompletableFuture<Void> other : others) {
			try {
				other.join();
			}
			catch (CompletionException ex) {
				first = (first != null) ? first : (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

	/**
	 * The state of an instance has changed.
	 * @param cause why, where the change was not asked for, else {@code null}
	 */
	private void update(@Nullable Throwable cause) {
		synchronized (this.monitor) {
			refresh(cause);
		}
	}

	private void refresh(@Nullable Throwable cause) {
		WorkerState from = this.state;
		WorkerState to = combined();
		if (cause != null) {
			this.failure = cause;
		}
		if (from == to) {
			return;
		}
		if (to == WorkerState.RECOVERING) {
			this.recovered = new CompletableFuture<>();
		}
		this.state = to;
		if (from == WorkerState.RECOVERING) {
			// Whoever waits goes on on a thread of its own, not under this monitor.
			this.recovered.completeAsync(() -> null, Callbacks.own());
		}
		logger.debug("[{}] {} -> {}", this.settings.name(), from, to);
		this.notifier.tell((listener) -> listener.onStateChange(this.settings.name(), from, to, cause));
	}

	/**
	 * Make one state out of those of the instances: the best of them, except that a
	 * worker that is being stopped takes no calls though one of them still runs.
	 */
	private WorkerState combined() {
		WorkerState best = WorkerState.NEW;
		for (Supervisor instance : this.instances) {
			WorkerState state = instance.state();
			if (rank(state) < rank(best)) {
				best = state;
			}
		}
		return (best == WorkerState.RUNNING && this.stopping) ? WorkerState.STOPPING : best;
	}

	private static int rank(WorkerState state) {
		return switch (state) {
			case RUNNING -> 0;
			// Calls that wait for a recovery go on waiting when another instance starts.
			case RECOVERING -> 1;
			case STARTING -> 2;
			case STOPPING -> 3;
			case FAILED -> 4;
			case STOPPED -> 5;
			case NEW -> 6;
		};
	}

}
