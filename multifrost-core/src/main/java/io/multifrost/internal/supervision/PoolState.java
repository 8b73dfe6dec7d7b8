package io.multifrost.internal.supervision;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.callback.Callbacks;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.parent.WorkerState;

/**
 * The one state of a worker, made out of those of its instances. The worker is running
 * while one of them is. Safe for use by any thread.
 */
public final class PoolState {

	private static final Logger logger = BackgroundLogger.of(PoolState.class);

	private final String worker;

	private final Notifier notifier;

	private final Supplier<List<Supervisor>> instances;

	private final Object monitor = new Object();

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable Throwable failure;

	private volatile CompletableFuture<Void> recovered = CompletableFuture.completedFuture(null);

	private boolean starting;

	/** How often the worker was stopped. */
	private volatile int stops;

	private volatile boolean stopping;

	/**
	 * Create the state of a worker that was not started.
	 * @param worker the name of the worker
	 * @param notifier told of each change
	 * @param instances the instances, not asked for before one of them changes
	 */
	PoolState(String worker, Notifier notifier, Supplier<List<Supervisor>> instances) {
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
	 * Begin to start, until {@link #endStart()}.
	 * @return the instances to start
	 * @throws IllegalStateException if there is none
	 */
	List<Supervisor> beginStart() {
		synchronized (this.monitor) {
			List<Supervisor> idle = this.instances.get()
				.stream()
				.filter((instance) -> LifecycleEvent.START.next(instance.state()) != null)
				.toList();
			if (this.starting || this.stopping || idle.isEmpty()) {
				throw new IllegalStateException("Worker '" + this.worker + "' cannot be started: it is " + this.state);
			}
			this.starting = true;
			this.failure = null;
			return idle;
		}
	}

	void endStart() {
		synchronized (this.monitor) {
			this.starting = false;
			refresh(null);
		}
	}

	/**
	 * Begin to stop, until {@link #endStop()}.
	 */
	void beginStop() {
		synchronized (this.monitor) {
			this.stopping = true;
			this.stops++;
		}
	}

	void endStop() {
		synchronized (this.monitor) {
			this.stopping = false;
			refresh(null);
		}
	}

	/**
	 * The state of an instance has changed.
	 * @param cause why, where the change was not asked for, else {@code null}
	 */
	void update(@Nullable Throwable cause) {
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
		logger.debug("[{}] {} -> {}", this.worker, from, to);
		this.notifier.tell((listener) -> listener.onStateChange(this.worker, from, to, cause));
	}

	/**
	 * Make one state out of those of the instances: the best of them, except that a
	 * worker that is being stopped takes no calls though one of them still runs.
	 */
	private WorkerState combined() {
		WorkerState best = WorkerState.NEW;
		for (Supervisor instance : this.instances.get()) {
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
