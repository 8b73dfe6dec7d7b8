package io.multifrost.parent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

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

	private final String worker;

	private final Notifier notifier;

	private final Executor executor;

	private final Function<Consumer<SpawnedGeneration>, SpawnedGeneration> generations;

	private final Object monitor = new Object();

	private volatile WorkerState state = WorkerState.NEW;

	private volatile @Nullable SpawnedGeneration generation;

	private volatile @Nullable Throwable failure;

	private CompletableFuture<Void> cleanUp = CompletableFuture.completedFuture(null);

	/**
	 * Create a supervisor.
	 * @param worker the name of the worker
	 * @param notifier who is told of changes
	 * @param executor where the remains of a dead generation are cleared away
	 * @param generations makes the next generation, given what it calls at its end
	 */
	Supervisor(String worker, Notifier notifier, Executor executor,
			Function<Consumer<SpawnedGeneration>, SpawnedGeneration> generations) {
		this.worker = worker;
		this.notifier = notifier;
		this.executor = executor;
		this.generations = generations;
	}

	WorkerState state() {
		return this.state;
	}

	@Nullable SpawnedGeneration generation() {
		return this.generation;
	}

	/**
	 * Return the generation that takes calls.
	 * @return the generation
	 * @throws MultifrostException if none does, saying why
	 */
	SpawnedGeneration running() {
		SpawnedGeneration generation = this.generation;
		WorkerState state = this.state;
		if (state == WorkerState.RUNNING && generation != null) {
			return generation;
		}
		throw switch (state) {
			case NEW -> unavailable("it has not been started yet", null);
			case STARTING, RUNNING -> unavailable("it is still starting", null);
			case STOPPING -> unavailable("it is being stopped", null);
			case STOPPED -> unavailable("it has been stopped", null);
			case FAILED -> unavailable("it failed, and has to be started again", this.failure);
		};
	}

	private WorkerUnavailableException unavailable(String reason, @Nullable Throwable cause) {
		return new WorkerUnavailableException(this.worker, reason, cause);
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
		SpawnedGeneration started = null;
		try {
			started = this.generations.apply(this::onEnd);
			this.generation = started;
			started.start();
			synchronized (this.monitor) {
				if (move(Event.READY, null)) {
					return;
				}
			}
			throw started.startCancelled();
		}
		catch (RuntimeException | Error ex) {
			if (started != null) {
				started.destroy();
			}
			synchronized (this.monitor) {
				move(Event.ENDED, ex);
			}
			throw ex;
		}
	}

	/**
	 * Stop the worker and wait until it is gone. Does nothing if it is stopped already.
	 */
	void stop() {
		SpawnedGeneration generation;
		synchronized (this.monitor) {
			generation = this.generation;
			boolean starting = this.state == WorkerState.STARTING;
			if (!move(Event.STOP, null) || starting) {
				if (starting && generation != null) {
					generation.cancelStart();
				}
				awaitStopped();
				return;
			}
		}
		if (generation != null) {
			generation.stop();
		}
		this.cleanUp.join();
		synchronized (this.monitor) {
			move(Event.ENDED, null);
		}
	}

	private void onEnd(SpawnedGeneration ended) {
		synchronized (this.monitor) {
			if (ended != this.generation || this.state != WorkerState.RUNNING) {
				return;
			}
			MultifrostException cause = ended.cause().get();
			logger.warn("[{}] {}", this.worker, cause.getMessage());
			move(Event.ENDED, cause);
			this.cleanUp = CompletableFuture.runAsync(ended::destroy, this.executor);
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
		this.failure = (to == WorkerState.FAILED) ? cause : null;
		this.state = to;
		this.monitor.notifyAll();
		logger.debug("[{}] {} -> {}", this.worker, from, to);
		this.notifier.stateChanged(from, to, cause);
		return true;
	}

}
