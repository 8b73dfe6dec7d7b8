package io.multifrost.internal.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;

/**
 * How one instance of a worker is doing: its state, and since when and why. May be read
 * by any thread; its {@link Supervisor} alone changes it, under its monitor.
 */
public final class InstanceStatus {

	private static final Logger logger = BackgroundLogger.of(InstanceStatus.class);

	private final InstanceContext context;

	private final Consumer<@Nullable Throwable> onChange;

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Instant runningSince;

	private final AtomicInteger restarts = new AtomicInteger();

	/** What the last life that ran has named, or {@code null} if none has run. */
	private volatile @Nullable Set<String> features;

	private long readyNanos;

	private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	/**
	 * Create the status of an instance that was not started.
	 * @param context the instance
	 * @param onChange told of each change of the state, with its cause, while it happens
	 */
	InstanceStatus(InstanceContext context, Consumer<@Nullable Throwable> onChange) {
		this.context = context;
		this.onChange = onChange;
	}

	WorkerState state() {
		return this.state;
	}

	/**
	 * Return how logs name the instance.
	 */
	public String label() {
		return this.context.label();
	}

	public int number() {
		return this.context.number();
	}

	/**
	 * Return what the worker knows: a call that is made while it is restarted is made for
	 * one like it.
	 * @return what it has named, or {@code null} if it has not run since it was made
	 */
	public @Nullable Set<String> features() {
		return this.features;
	}

	void features(Set<String> features) {
		this.features = features;
	}

	/**
	 * Return how long the present life has been running.
	 */
	Duration uptime() {
		return Duration.ofNanos(System.nanoTime() - this.readyNanos);
	}

	/**
	 * Change the state, as far as an event means anything to it.
	 * @param event the event
	 * @param cause why it happened, where it was not asked for, else {@code null}
	 * @return whether the state has changed
	 */
	boolean move(LifecycleEvent event, @Nullable Throwable cause) {
		WorkerState from = this.state;
		WorkerState to = event.next(from);
		if (to == null) {
			return false;
		}
		if (cause != null || event == LifecycleEvent.START) {
			this.failure = cause;
		}
		if (event == LifecycleEvent.READY) {
			begin();
		}
		if (to == WorkerState.STOPPING) {
			this.stopped = new CompletableFuture<>();
		}
		this.state = to;
		logger.debug("[{}] {} -> {}", this.context.label(), from, to);
		try {
			this.onChange.accept(cause);
		}
		finally {
			if (to != WorkerState.STOPPING) {
				this.stopped.complete(null);
			}
		}
		return true;
	}

	/**
	 * Wait until it is not being stopped any more.
	 */
	void awaitStopped() {
		this.stopped.join();
	}

	/**
	 * An attempt to bring the instance up has failed, and is followed by others.
	 * @param cause why
	 */
	void failed(Throwable cause) {
		this.failure = cause;
	}

	/**
	 * Another life has taken the place of the one that ran.
	 */
	void replaced() {
		restarted();
		begin();
	}

	/**
	 * A life has followed one that was lost.
	 */
	void restarted() {
		this.restarts.incrementAndGet();
	}

	private void begin() {
		this.readyNanos = System.nanoTime();
		this.runningSince = Instant.now();
	}

	/**
	 * Return what is known at this moment.
	 * @param life the present life, or {@code null} if there was none
	 */
	InstanceSnapshot snapshot(@Nullable Generation life) {
		WorkerState state = this.state;
		int number = this.context.number();
		Instant since = (state == WorkerState.RUNNING) ? this.runningSince : null;
		if (life == null) {
			return new InstanceSnapshot(number, state, null, null, this.context.zone(), since, 0, List.of(), 0,
					this.restarts.get(), this.failure);
		}
		WorkerInstance instance = life.instance();
		return new InstanceSnapshot(number, state, instance.pid(), instance.endpoint(), this.context.zone(), since,
				life.inFlight(), life.pending().progress(), life.calls(), this.restarts.get(), this.failure);
	}

}
