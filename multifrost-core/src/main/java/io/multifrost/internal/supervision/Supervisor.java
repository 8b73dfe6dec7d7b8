package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.supervision.Target.GenerationFactory;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;

/**
 * Owns the status of one instance of a worker and its present generation; the only class
 * that changes either. Events of an older generation are ignored.
 */
public final class Supervisor implements Generation.Listener {

	private static final Logger logger = BackgroundLogger.of(Supervisor.class);

	private final InstanceContext context;

	private final GenerationFactory generations;

	private final InstanceStatus status;

	/** Used by the thread that starts, and then by the one that recovers, alone. */
	private final @Nullable RestartHistory restarts;

	private final Replacement replacement;

	private volatile @Nullable Generation generation;

	private @Nullable Recovery recovery;

	/**
	 * Create a supervisor.
	 * @param context the instance
	 * @param generations makes the next generation
	 * @param policy how the next generation follows when one is lost, or {@code null} if
	 * none follows
	 * @param onChange told of each change of the state, with its cause, while it happens
	 */
	public Supervisor(InstanceContext context, GenerationFactory generations, @Nullable RestartPolicy policy,
			Consumer<@Nullable Throwable> onChange) {
		this.context = context;
		this.generations = generations;
		this.status = new InstanceStatus(context, onChange);
		this.restarts = (policy != null) ? RestartHistory.of(policy) : null;
		this.replacement = new Replacement(context, this, () -> generations.create(false, this));
	}

	public WorkerState state() {
		return this.status.state();
	}

	public @Nullable Generation generation() {
		return this.generation;
	}

	public InstanceStatus status() {
		return this.status;
	}

	public InstanceSnapshot snapshot() {
		return this.status.snapshot(this.generation);
	}

	/**
	 * Return the generation that takes calls.
	 * @return the generation, or {@code null} if none does
	 */
	public @Nullable Generation running() {
		Generation generation = this.generation;
		return (state() == WorkerState.RUNNING && generation != null && generation.pending().isOpen()) ? generation
				: null;
	}

	/**
	 * Start the instance and wait until it answers.
	 * @throws IllegalStateException if it has been started already
	 * @throws MultifrostException if it does not start
	 */
	public void start() {
		if (!move(LifecycleEvent.START, null)) {
			throw new IllegalStateException(
					"Worker '" + this.context.label() + "' cannot be started: it is " + state());
		}
		try {
			long began = System.nanoTime();
			if (this.restarts != null) {
				this.restarts.reset();
			}
			bringUp(false);
			logger.atLevel(this.context.notifier().level(Level.INFO))
				.log("[{}] The worker is running, {} ms after its start", this.context.label(),
						TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
		}
		catch (RuntimeException | Error ex) {
			move(LifecycleEvent.ENDED, ex);
			throw ex;
		}
	}

	/**
	 * Start the instance without waiting for it, and try again until it answers.
	 */
	public synchronized void startInBackground() {
		recover(LifecycleEvent.START, null, (recovery) -> recovery.run(this.status::failed));
	}

	/**
	 * Give the instance no more calls, let it finish those that it has, and stop it.
	 */
	public void drain() {
		this.replacement.drain(running());
		stop();
	}

	private void bringUp(boolean recovery) {
		Generation next = this.generations.create(recovery, this);
		try {
			synchronized (this) {
				this.generation = next;
				if (state() == WorkerState.STOPPING) {
					throw next.startCancelled();
				}
			}
			next.start();
			synchronized (this) {
				if (next.isLeaving()) {
					throw next.cause().get();
				}
				// Before anybody is told that it runs, and asks
				this.status.features(next.features());
				boolean lost = state() == WorkerState.RECOVERING;
				if (move(LifecycleEvent.READY, null)) {
					if (lost) {
						this.status.restarted();
					}
					this.recovery = null;
					next.begun();
					return;
				}
			}
			throw next.startCancelled();
		}
		catch (RuntimeException | Error ex) {
			next.destroy();
			throw ex;
		}
	}

	/**
	 * Stop the instance and wait until it is gone. Does nothing if it is stopped already.
	 */
	public void stop() {
		Generation generation;
		boolean comingUp;
		synchronized (this) {
			generation = this.generation;
			comingUp = state() == WorkerState.STARTING || state() == WorkerState.RECOVERING;
			if (!move(LifecycleEvent.STOP, null)) {
				generation = null;
			}
			else if (comingUp && this.recovery != null) {
				this.recovery.cancel();
			}
			if (comingUp && generation != null) {
				generation.cancelStart();
			}
		}
		// Also where the present process is coming up: a replaced one may not be gone.
		CompletableFuture<Void> replaced = this.replacement.cancel();
		if (!comingUp && generation != null) {
			generation.stop();
			replaced.join();
			move(LifecycleEvent.ENDED, null);
			return;
		}
		// Whoever brings it up, or was the first to stop it, ends it.
		this.status.awaitStopped();
		replaced.join();
	}

	/**
	 * Replace the process of this instance by a new one, or start it where it does not
	 * run; wait until that is done, and the old one gone. An instance that is being
	 * restarted already is left alone.
	 * @throws MultifrostException if the new one does not start; the old one goes on then
	 */
	public void restart() {
		switch (state()) {
			case RUNNING -> this.replacement.run();
			case NEW, STOPPED, FAILED -> start();
			case STARTING, RECOVERING, STOPPING ->
				logger.debug("[{}] Not restarted: {}", this.context.label(), state());
		}
	}

	/**
	 * Let a life that is ready take over.
	 * @param next the life
	 * @return the one that it replaces, which gets no more calls, or {@code null} if
	 * there is none to replace any more
	 */
	synchronized @Nullable Generation replaceBy(Generation next) {
		Generation old = this.generation;
		if (state() != WorkerState.RUNNING || old == null || next.isLeaving()) {
			return null;
		}
		this.status.features(next.features());
		this.generation = next;
		if (next.isExchange()) {
			old.quiet(true);
			next.quiet(false);
		}
		else {
			this.status.replaced();
		}
		next.begun();
		return old;
	}

	@Override
	public void onRecyclingDue(Generation generation) {
		if (generation == this.generation && state() == WorkerState.RUNNING) {
			this.replacement.begin();
		}
	}

	@Override
	public synchronized void onStopping(Generation stopping) {
		if (stopping != this.generation || state() != WorkerState.RUNNING || this.restarts == null) {
			return;
		}
		MultifrostException cause = stopping.cause().get();
		Duration uptime = this.status.uptime();
		this.replacement.beginRetiring(stopping);
		recover(LifecycleEvent.LOST, cause, (recovery) -> recovery.run(stopping.instance(), uptime, cause));
	}

	@Override
	public synchronized void onEnd(Generation ended) {
		if (ended != this.generation || state() != WorkerState.RUNNING) {
			return;
		}
		MultifrostException cause = ended.reportLoss();
		if (this.restarts == null) {
			move(LifecycleEvent.ENDED, cause);
			SharedExecutors.own().execute(ended::destroy);
			return;
		}
		Duration uptime = this.status.uptime();
		recover(LifecycleEvent.LOST, cause, (recovery) -> recovery.follow(ended, uptime, cause));
	}

	private void recover(LifecycleEvent event, @Nullable Throwable cause,
			Function<Recovery, @Nullable Throwable> attempts) {
		Recovery recovery = new Recovery(this.context, Objects.requireNonNull(this.restarts), () -> bringUp(true));
		this.recovery = recovery;
		if (!move(event, cause)) {
			return;
		}
		try {
			recovery.begin(attempts, (end) -> end(recovery, end));
		}
		catch (Throwable ex) {
			// No thread is left. What is not to come back is not to look so.
			move(LifecycleEvent.ENDED, ex);
			Generation last = this.generation;
			if (last != null && last.isOver()) {
				SharedExecutors.own().execute(last::destroy);
			}
			throw ex;
		}
	}

	private synchronized void end(Recovery recovery, @Nullable Throwable end) {
		if (this.recovery == recovery && state() != WorkerState.RUNNING) {
			move(LifecycleEvent.ENDED, (state() == WorkerState.STOPPING) ? null : end);
		}
	}

	private synchronized boolean move(LifecycleEvent event, @Nullable Throwable cause) {
		return this.status.move(event, cause);
	}

}
