package io.multifrost.internal.pool;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.supervision.LifecycleEvent;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.parent.WorkerState;

/**
 * The one state of a worker, made out of those of its instances. The worker is running
 * while one of them is. Safe for use by any thread.
 */
public final class PoolState {

	private static final Logger logger = BackgroundLogger.of(PoolState.class);

	/** Calls that wait for a recovery go on waiting when another instance starts. */
	private static final List<WorkerState> BEST_FIRST = List.of(WorkerState.RUNNING, WorkerState.RECOVERING,
			WorkerState.STARTING, WorkerState.STOPPING, WorkerState.FAILED, WorkerState.STOPPED, WorkerState.NEW);

	private final String worker;

	private final Notifier notifier;

	private final Supplier<List<Supervisor>> instances;

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable Throwable failure;

	private volatile CompletableFuture<Void> recovered = CompletableFuture.completedFuture(null);

	/** What a worker is of which no instance runs, where instances come and go. */
	private @Nullable WorkerState floor;

	private boolean starting;

	/** How often the worker was stopped. */
	private volatile int stops;

	/** How often it had been stopped when its start began. */
	private volatile int stopsBefore;

	private volatile boolean stopping;

	/**
	 * Create the state of a worker that was not started.
	 * @param follows whether its instances come and go by themselves: where none runs,
	 * others are still looked for
	 * @param worker the name of the worker
	 * @param notifier told of each change
	 * @param instances the instances, not asked for before one of them changes
	 */
	PoolState(boolean follows, String worker, Notifier notifier, Supplier<List<Supervisor>> instances) {
		this.floor = follows ? WorkerState.NEW : null;
		this.worker = worker;
		this.notifier = notifier;
		this.instances = instances;
	}

	public WorkerState current() {
		return this.state;
	}

	/**
	 * Return why an instance was last lost, or did not start, since the worker was
	 * started.
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return the end of the recovery that is under way.
	 * @return completed when the worker runs again or is given up, and where it was not
	 * lost
	 */
	public CompletableFuture<Void> recovered() {
		return this.recovered.copy();
	}

	boolean isStopping() {
		return this.stopping;
	}

	int stops() {
		return this.stops;
	}

	/**
	 * Begin to start, until {@link #endStart(WorkerState)}.
	 * @return the instances to start, as far as they are known
	 * @throws IllegalStateException if it cannot be started
	 */
	synchronized List<Supervisor> beginStart() {
		List<Supervisor> idle = this.instances.get().stream().filter((each) -> isIdle(each.state())).toList();
		boolean startable = (this.floor != null) ? isIdle(this.floor) : !idle.isEmpty();
		if (this.starting || this.stopping || !startable) {
			throw new IllegalStateException("Worker '" + this.worker + "' cannot be started: it is " + this.state);
		}
		this.starting = true;
		this.stopsBefore = this.stops;
		this.failure = null;
		settle(WorkerState.STARTING);
		return idle;
	}

	/**
	 * Return whether the worker was stopped since its start began.
	 */
	boolean isStartCancelled() {
		return this.stops != this.stopsBefore;
	}

	private static boolean isIdle(WorkerState state) {
		return LifecycleEvent.START.next(state) != null;
	}

	/**
	 * Wait until an instance runs.
	 * @param timeout how long
	 * @return whether one does; not either if the worker is stopped
	 * @throws InterruptedException if the thread is interrupted
	 */
	synchronized boolean awaitRunning(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		long left = deadline - System.nanoTime();
		while (this.state != WorkerState.RUNNING && !isStartCancelled() && left > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - System.nanoTime();
		}
		return this.state == WorkerState.RUNNING;
	}

	/**
	 * End to start.
	 * @param floor what the worker is if no instance runs, where they come and go
	 */
	synchronized void endStart(WorkerState floor) {
		this.starting = false;
		// One that is being stopped, or was stopped meanwhile, neither has failed nor is
		// looked for.
		if (!isStartCancelled()) {
			settle(floor);
		}
		update(null);
	}

	private void settle(WorkerState floor) {
		if (this.floor != null) {
			this.floor = floor;
			update(null);
		}
	}

	/**
	 * Begin to stop, until {@link #endStop()}.
	 */
	synchronized void beginStop() {
		this.stopping = true;
		this.stops++;
		if (!isIdle(this.state)) {
			settle(WorkerState.STOPPING);
		}
		notifyAll();
	}

	synchronized void endStop() {
		this.stopping = false;
		settle(WorkerState.STOPPED);
		update(null);
	}

	/**
	 * The state of an instance has changed.
	 * @param cause why, where the change was not asked for, else {@code null}
	 */
	synchronized void update(@Nullable Throwable cause) {
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
		notifyAll();
		if (from == WorkerState.RECOVERING) {
			// Whoever waits goes on on a thread of its own, not under this monitor.
			this.recovered.completeAsync(() -> null, SharedExecutors.own());
		}
		logger.debug("[{}] {} -> {}", this.worker, from, to);
		this.notifier.tell((listener) -> listener.onStateChange(this.worker, from, to, cause));
	}

	/**
	 * Make one state out of those of the instances: the best of them, except that a
	 * worker that is being stopped takes no calls, though one of them still runs or is
	 * brought up.
	 */
	private WorkerState combined() {
		WorkerState best = this.instances.get()
			.stream()
			.map(Supervisor::state)
			.min(Comparator.comparing(BEST_FIRST::indexOf))
			.orElse(WorkerState.NEW);
		if (this.floor != null && best != WorkerState.RUNNING) {
			return this.floor;
		}
		return (this.stopping && !isIdle(best)) ? WorkerState.STOPPING : best;
	}

}
