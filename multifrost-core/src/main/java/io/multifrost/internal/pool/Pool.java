package io.multifrost.internal.pool;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.CallTarget;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.internal.call.PendingCalls;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.discovery.InstanceSource;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.supervision.Generation;
import io.multifrost.internal.supervision.InstanceContext;
import io.multifrost.internal.supervision.ParentSettings;
import io.multifrost.internal.supervision.RestartHistory;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.internal.supervision.Target;
import io.multifrost.internal.supervision.WorkerStatistics;
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

	/** Those of which the number is configured. */
	private final FixedInstances fixed;

	/** Those that come and go, or {@code null} where the number is configured. */
	private final @Nullable FollowedInstances followed;

	private final InstanceChoice choice;

	private final PoolState state;

	public Pool(ParentSettings settings, Target target, MessageCodec codec, Notifier notifier,
			WorkerStatistics statistics) {
		this.settings = settings;
		this.choice = new InstanceChoice(settings.supervision().permits());
		this.spawning = target instanceof SpawnTarget;
		RestartPolicy policy = this.spawning ? settings.supervision().restartPolicy() : RestartHistory.RECONNECT;
		int count = settings.supervision().instances();
		InstanceSource source = target.source();
		PoolState state = new PoolState(source != null, settings.name(), notifier, this::instances);
		BiFunction<Integer, @Nullable Location, Supervisor> supervisors = (number, place) -> {
			InstanceContext context = new InstanceContext(settings, number, place, codec, notifier, statistics);
			return new Supervisor(context, target.generations(context), policy, state::update);
		};
		this.state = state;
		this.followed = (source != null) ? new FollowedInstances(settings.name(), source, count, supervisors) : null;
		this.fixed = new FixedInstances((source != null) ? 0 : count, (number) -> supervisors.apply(number, null));
	}

	public List<Supervisor> instances() {
		return (this.followed != null) ? this.followed.all() : this.fixed.all();
	}

	/**
	 * Change the number of instances.
	 * @param count how many there are to be
	 * @throws IllegalStateException if they come and go by themselves
	 * @throws MultifrostException if one does not start; the number is as before then
	 */
	public void resize(int count) {
		if (this.followed != null) {
			throw new IllegalStateException(
					"Worker '" + this.settings.name() + "' has instances that come and go by themselves");
		}
		logger.info("[{}] The worker is to have {} instances", this.settings.name(), count);
		int stops = this.state.stops();
		this.fixed.resize(count, this.state.current() == WorkerState.RUNNING);
		if (this.state.stops() != stops) {
			// A stop has crossed it, and has not seen those that were started meanwhile.
			AllTogether.forEach(this.fixed.all(), "stop", Supervisor::stop);
		}
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
		running(false, null);
		return hasFeature(feature);
	}

	/**
	 * Choose the instance that takes the next call.
	 * @param called whether it is given one: its circuit breaker counts who asks
	 * @param avoided a host that may have vanished, or {@code null}
	 * @return its present life
	 * @throws MultifrostException if none takes calls, saying why
	 */
	private Generation running(boolean called, @Nullable String avoided) {
		Generation best = this.state.isStopping() ? null
				: this.choice.among(instances(), called && this.followed != null, avoided);
		if (best == null) {
			throw unavailable();
		}
		return best;
	}

	/**
	 * Send a call to the instance that has the fewest.
	 */
	@Override
	public PendingCalls send(PendingCall call, byte[] payload, @Nullable Batch batch) {
		while (true) {
			Generation generation = running(true, call.lostOn());
			// One that has just been lost or replaced has not got the call: another may.
			if (generation.register(call)) {
				Location place = generation.context().place();
				if (place != null) {
					call.sentTo(place.address(), place.endpoint().host());
				}
				generation.send(payload, call, batch);
				return generation.pending();
			}
		}
	}

	@Override
	public boolean hasFeature(String feature) {
		List<Set<String>> known = instances().stream()
			.flatMap((instance) -> Stream.ofNullable(instance.status().features()))
			.toList();
		return !known.isEmpty() && known.stream().allMatch((features) -> features.contains(feature));
	}

	@Override
	public boolean isRemote() {
		return !this.spawning && instances().stream()
			.filter((instance) -> instance.status().features() != null)
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
			case RUNNING,
					RECOVERING ->
				(this.followed == null || !this.followed.all().isEmpty())
						? "it was lost, and is being " + (this.spawning ? "restarted" : "looked for")
						: "none of its instances is known at present; they are being looked for";
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
	 * Start the instances that do not run, and wait until all of them answer; where they
	 * come and go, until one does.
	 * @throws IllegalStateException if there is none to start
	 * @throws MultifrostException if one does not start; all are stopped then
	 */
	public void start() {
		List<Supervisor> idle = this.state.beginStart();
		WorkerState floor = WorkerState.FAILED;
		try {
			if (this.followed != null) {
				follow(this.followed);
				floor = WorkerState.RECOVERING;
			}
			else {
				startAll(idle);
			}
		}
		finally {
			this.state.endStart(floor);
		}
	}

	private void startAll(List<Supervisor> idle) {
		try {
			AllTogether.forEach(idle, "start", Supervisor::start);
		}
		catch (RuntimeException | Error ex) {
			// What ran before goes on.
			AllTogether.forEach(idle.stream().filter((each) -> each.state() != WorkerState.FAILED).toList(), "stop",
					Supervisor::stop);
			throw ex;
		}
	}

	private void follow(FollowedInstances instances) {
		instances.begin();
		boolean running = false;
		try {
			running = this.state.awaitRunning(this.settings.startTimeout());
			if (!running) {
				throw this.state.isStartCancelled() ? new WorkerUnavailableException(this.settings.name(),
						"it was stopped while it was being connected to", null) : instances.failure();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkerUnavailableException(this.settings.name(),
					"the thread that connected to it was interrupted", ex);
		}
		finally {
			if (!running) {
				stopFollowing(instances);
			}
		}
	}

	private void stopFollowing(FollowedInstances instances) {
		AllTogether.forEach(instances.end(), "stop", Supervisor::stop);
		instances.clear();
	}

	/**
	 * Stop all instances and wait until they are gone. Does nothing if they are stopped
	 * already.
	 */
	public void stop() {
		this.state.beginStop();
		try {
			if (this.followed != null) {
				stopFollowing(this.followed);
			}
			else {
				AllTogether.forEach(this.fixed.all(), "stop", Supervisor::stop);
			}
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
		for (Supervisor instance : instances()) {
			if (this.state.stops() != stops) {
				// What is stopped by now would be started.
				logger.debug("[{}] The restart ends, since the worker was stopped", this.settings.name());
				return;
			}
			instance.restart();
		}
	}

}
