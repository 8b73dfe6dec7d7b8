package io.multifrost.internal.supervision;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.CallTarget;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.internal.call.PendingCalls;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.WorkerState;

/**
 * The instances of one worker: starts and stops them together, and chooses the one that
 * takes a call.
 */
public final class Pool implements CallTarget {

	private static final Logger logger = BackgroundLogger.of(Pool.class);

	private final ParentSettings settings;

	private final boolean spawning;

	private final List<Supervisor> instances;

	/** Where the search for the least busy instance begins, so that equals take turns. */
	private final AtomicInteger turn = new AtomicInteger();

	private final PoolState state;

	public Pool(ParentSettings settings, Target target, MessageCodec codec, Notifier notifier,
			WorkerStatistics statistics) {
		this.settings = settings;
		this.state = new PoolState(settings.name(), notifier, this::instances);
		this.spawning = target instanceof SpawnTarget;
		RestartPolicy policy = this.spawning ? settings.supervision().restartPolicy() : RestartHistory.RECONNECT;
		int count = settings.supervision().instances();
		List<Supervisor> instances = new ArrayList<>(count);
		for (int number = 1; number <= count; number++) {
			InstanceContext context = new InstanceContext(settings, number, codec, notifier, statistics);
			instances.add(new Supervisor(context, target.generations(context), policy, this.state::update));
		}
		this.instances = List.copyOf(instances);
	}

	public List<Supervisor> instances() {
		return this.instances;
	}

	public PoolState state() {
		return this.state;
	}

	/**
	 * Return whether the worker has named a feature.
	 * @param feature its name
	 * @throws MultifrostException if no instance takes calls, saying why
	 */
	public boolean knows(String feature) {
		running();
		return hasFeature(feature);
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
		for (int i = 0; i < size && !this.state.isStopping(); i++) {
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
	 */
	@Override
	public PendingCalls send(PendingCall call, byte[] payload, @Nullable Batch batch) {
		while (true) {
			Generation generation = running();
			// One that has just been lost or replaced has not got the call: another may.
			if (generation.register(call)) {
				generation.send(payload, call, batch);
				return generation.pending();
			}
		}
	}

	@Override
	public boolean hasFeature(String feature) {
		return this.instances.stream().allMatch((instance) -> instance.features().contains(feature));
	}

	@Override
	public boolean isRemote() {
		return !this.spawning && this.instances.stream()
			.map(Supervisor::generation)
			.allMatch((generation) -> generation != null && generation.isRemote());
	}

	@Override
	public boolean isRecovering() {
		return this.state.current() == WorkerState.RECOVERING;
	}

	@Override
	public CompletableFuture<Void> recovered() {
		return this.state.recovered();
	}

	private WorkerUnavailableException unavailable() {
		WorkerState state = this.state.current();
		String reason = switch (state) {
			case NEW -> "it has not been started yet";
			case STARTING -> "it is still starting";
			case RUNNING, RECOVERING -> "it was lost, and is being " + (this.spawning ? "restarted" : "looked for");
			case STOPPING -> "it is being stopped";
			case STOPPED -> "it has been stopped";
			case FAILED -> "it failed, and has to be started again";
		};
		boolean lost = state == WorkerState.RECOVERING || state == WorkerState.FAILED;
		Throwable cause = lost ? this.state.failure() : null;
		return WorkerUnavailableException.refused(this.settings.name(),
				(cause != null) ? reason + "; " + cause.getMessage() : reason, cause);
	}

	/**
	 * Start the instances that do not run, and wait until all of them answer.
	 * @throws IllegalStateException if there is none to start
	 * @throws MultifrostException if one does not start; all are stopped then
	 */
	public void start() {
		List<Supervisor> idle = this.state.beginStart();
		try {
			forEach(idle, "start", Supervisor::start);
		}
		catch (RuntimeException | Error ex) {
			// What ran before goes on.
			forEach(idle, "stop", Supervisor::abandon);
			throw ex;
		}
		finally {
			this.state.endStart();
		}
	}

	/**
	 * Stop all instances and wait until they are gone. Does nothing if they are stopped
	 * already.
	 */
	public void stop() {
		this.state.beginStop();
		try {
			forEach(this.instances, "stop", Supervisor::stop);
		}
		finally {
			this.state.endStop();
		}
	}

	/**
	 * Replace the instances, one after another.
	 * @throws MultifrostException if one cannot be replaced; those that are left are not
	 * tried then, nor when the worker is stopped meanwhile
	 */
	public void restart() {
		logger.info("[{}] The worker is being restarted", this.settings.name());
		int stops = this.state.stops();
		for (Supervisor instance : this.instances) {
			if (this.state.stops() != stops) {
				// What is stopped by now would be started.
				logger.debug("[{}] The restart ends, since the worker was stopped", this.settings.name());
				return;
			}
			instance.restart();
		}
	}

	/**
	 * Do something with instances at the same time, and wait until all is done. The first
	 * is served on the caller's thread, so that one instance needs no other. Of several
	 * failures the first is thrown, with the others suppressed.
	 */
	private void forEach(List<Supervisor> instances, String verb, Consumer<Supervisor> action) {
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (Supervisor instance : instances.subList(1, instances.size())) {
			all.add(begin(() -> action.accept(instance),
					(task) -> Threads.start("multifrost-" + verb + "-" + instance.label(), task)));
		}
		all.add(0, begin(() -> action.accept(instances.get(0)), Runnable::run));
		Throwable failure = null;
		for (CompletableFuture<Void> each : all) {
			try {
				each.join();
			}
			catch (CompletionException ex) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				if (failure == null) {
					failure = cause;
				}
				else if (failure != cause) {
					failure.addSuppressed(cause);
				}
			}
		}
		if (failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (failure instanceof Error ex) {
			throw ex;
		}
	}

	private static CompletableFuture<Void> begin(Runnable action, Executor executor) {
		try {
			return CompletableFuture.runAsync(action, executor);
		}
		catch (Throwable ex) {
			// No thread is left for it; the others are waited for all the same.
			return CompletableFuture.failedFuture(ex);
		}
	}

}
