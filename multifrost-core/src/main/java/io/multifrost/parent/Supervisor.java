package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.WorkerState.Event;

/**
 * Owns the state of one worker and its present generation; the only class that changes
 * either. Events of an older generation are ignored.
 */
final class Supervisor {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private static final Duration RECOVERY_PAUSE = Duration.ofMillis(100);

	private final String worker;

	private final Notifier notifier;

	private final Executor executor;

	private final GenerationFactory generations;

	private final Object monitor = new Object();

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable Generation generation;

	private volatile @Nullable Throwable failure;

	private volatile CompletableFuture<Void> recovered = CompletableFuture.completedFuture(null);

	/**
	 * Create a supervisor.
	 * @param worker the name of the worker
	 * @param notifier who is told of changes
	 * @param executor where the remains of a dead generation are cleared away
	 * @param generations makes the next generation
	 */
	Supervisor(String worker, Notifier notifier, Executor executor, GenerationFactory generations) {
		this.worker = worker;
		this.notifier = notifier;
		this.executor = executor;
		this.generations = generations;
	}

	WorkerState state() {
		return this.state;
	}

	@Nullable Generation generation() {
		return this.generation;
	}

	/**
	 * Return the generation that takes calls.
	 * @return the generation
	 * @throws MultifrostException if none does, saying why
	 */
	Generation running() {
		Generation generation = this.generation;
		WorkerState state = this.state;
		if (state == WorkerState.RUNNING && generation != null) {
			return generation;
		}
		throw switch (state) {
			case NEW -> unavailable("it has not been started yet");
			case STARTING, RUNNING -> unavailable("it is still starting");
			case RECOVERING -> unavailable("it was lost, and is being looked for");
			case STOPPING -> unavailable("it is being stopped");
			case STOPPED -> unavailable("it has been stopped");
			case FAILED -> unavailable("it failed, and has to be started again");
		};
	}

	private WorkerUnavailableException unavailable(String reason) {
		return new WorkerUnavailableException(this.worker, reason, this.failure);
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
	 * Start the worker and wait until it answers.
	 * @throws IllegalStateException if it has been started already
	 * @throws MultifrostException if it does not start
	 */
	void start() {
		synchronized (this.monitor) {
			if (!move(Event.START, null)) {
				throw new IllegalStateException("Worker '" + this.worker + "' cannot be started: it is " + this.state);
			}
		}
		try {
			long began = System.nanoTime();
			bringUp(false);
			logger.info("[{}] The worker is running, {} ms after its start", this.worker,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
		}
		catch (RuntimeException | Error ex) {
			synchronized (this.monitor) {
				move(Event.ENDED, ex);
			}
			throw ex;
		}
	}

	private void bringUp(boolean recovery) {
		Generation next = null;
		try {
			next = this.generations.create(recovery, this::onEnd);
			this.generation = next;
			next.start();
			synchronized (this.monitor) {
				if (next.isOver()) {
					throw next.cause().get();
				}
				if (move(Event.READY, null)) {
					return;
				}
			}
			throw next.startCancelled();
		}
		catch (RuntimeException | Error ex) {
			if (next != null) {
				next.destroy();
			}
			throw ex;
		}
	}

	/**
	 * Stop the worker and wait until it is gone. Does nothing if it is stopped already.
	 */
	void stop() {
		Generation generation;
		synchronized (this.monitor) {
			generation = this.generation;
			boolean comingUp = this.state == WorkerState.STARTING || this.state == WorkerState.RECOVERING;
			if (!move(Event.STOP, null) || comingUp) {
				if (comingUp && generation != null) {
					generation.cancelStart();
				}
				awaitStopped();
				return;
			}
		}
		if (generation != null) {
			generation.stop();
		}
		synchronized (this.monitor) {
			move(Event.ENDED, null);
		}
	}

	private void onEnd(Generation ended) {
		synchronized (this.monitor) {
			if (ended != this.generation || this.state != WorkerState.RUNNING) {
				return;
			}
			MultifrostException cause = ended.cause().get();
			logger.warn("[{}] {}", this.worker, cause.getMessage());
			if (this.generations.recovers()) {
				this.recovered = new CompletableFuture<>();
				move(Event.LOST, cause);
				Thread thread = new Thread(() -> recover(ended), "multifrost-recovery-" + this.worker);
				thread.setDaemon(true);
				thread.start();
			}
			else {
				move(Event.ENDED, cause);
				this.executor.execute(ended::destroy);
			}
		}
	}

	private void recover(Generation lost) {
		try {
			lookFor(lost);
		}
		catch (Throwable ex) {
			logger.error("[{}] The search for the worker ends because of an unexpected error", this.worker, ex);
			synchronized (this.monitor) {
				move(Event.ENDED, ex);
			}
		}
	}

	private void lookFor(Generation lost) {
		lost.destroy();
		while (this.state == WorkerState.RECOVERING) {
			try {
				bringUp(true);
				logger.info("[{}] The worker is back", this.worker);
				// If it is lost again by now, another thread looks for it.
				return;
			}
			catch (RuntimeException ex) {
				logger.debug("[{}] The worker is not back yet", this.worker, ex);
				pause();
			}
		}
		synchronized (this.monitor) {
			if (this.state == WorkerState.STOPPING) {
				move(Event.ENDED, null);
			}
		}
	}

	/**
	 * Wait a little before the next attempt, or until the worker is stopped.
	 */
	private void pause() {
		long deadline = System.nanoTime() + RECOVERY_PAUSE.toNanos();
		synchronized (this.monitor) {
			long left = RECOVERY_PAUSE.toNanos();
			while (this.state == WorkerState.RECOVERING && left > 0) {
				try {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, left);
				}
				catch (InterruptedException ex) {
					// Nobody else knows this thread; it ends when the worker is stopped.
					logger.debug("[{}] Interrupted while waiting for the worker", this.worker, ex);
				}
				left = deadline - System.nanoTime();
			}
		}
	}

	private void awaitStopped() {
		boolean interrupted = false;
		while (this.state == WorkerState.STOPPING) {
			try {
				this.monitor.wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean move(Event event, @Nullable Throwable cause) {
		WorkerState from = this.state;
		WorkerState to = from.next(event);
		if (to == null) {
			return false;
		}
		this.failure = cause;
		this.state = to;
		if (from == WorkerState.RECOVERING) {
			// Whoever waits goes on on a thread of its own, not under this monitor.
			this.recovered.completeAsync(() -> null, this.executor);
		}
		this.monitor.notifyAll();
		logger.debug("[{}] {} -> {}", this.worker, from, to);
		this.notifier.stateChanged(from, to, cause);
		return true;
	}

}
