package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.WorkerInstance;

/**
 * Brings one lost instance back: one attempt after another, as its policy allows.
 */
final class Recovery {

	private static final Logger logger = BackgroundLogger.of(Recovery.class);

	private final InstanceContext context;

	private final RestartHistory history;

	private final Runnable attempt;

	private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

	/**
	 * Prepare a recovery.
	 * @param context the instance
	 * @param history counts the attempts
	 * @param attempt starts the instance once and waits until it runs
	 */
	Recovery(InstanceContext context, RestartHistory history, Runnable attempt) {
		this.context = context;
		this.history = history;
		this.attempt = attempt;
	}

	/**
	 * Make no further attempt. May be called on any thread.
	 */
	void cancel() {
		this.cancelled.complete(null);
	}

	/**
	 * Make sure that nothing of the lost life is left, and {@linkplain #run try}.
	 * @return why the instance is given up, or {@code null} if it is not
	 */
	@Nullable Throwable follow(Generation lost, Duration uptime, Throwable cause) {
		WorkerInstance instance = lost.instance();
		lost.destroy();
		return run(instance, uptime, cause);
	}

	/**
	 * Run what tries on a thread of its own, which ends in one way or the other, whatever
	 * happens.
	 * @param attempts tries, and returns why the instance is given up, or {@code null}
	 * @param end told what it returns, or what it has thrown
	 */
	void begin(Function<Recovery, @Nullable Throwable> attempts, Consumer<@Nullable Throwable> end) {
		Threads.start("multifrost-recovery-" + this.context.label(), () -> end.accept(outcome(attempts)));
	}

	private @Nullable Throwable outcome(Function<Recovery, @Nullable Throwable> attempts) {
		try {
			return attempts.apply(this);
		}
		catch (Throwable ex) {
			logger.error("[{}] The recovery ends because of an unexpected error", this.context.label(), ex);
			return ex;
		}
	}

	/**
	 * Try until the instance is back, is given up, or this is cancelled.
	 * @param lost the instance as it was lost
	 * @param uptime how long it had been running
	 * @param cause why it was lost
	 * @return why it is given up, or {@code null} if it is not
	 */
	@Nullable Throwable run(WorkerInstance lost, Duration uptime, Throwable cause) {
		this.history.lost(uptime);
		boolean endless = this.history.policy().isEndless();
		Throwable last = cause;
		boolean first = true;
		while (!this.cancelled.isDone()) {
			Duration delay = this.history.next();
			if (delay == null) {
				return givenUp(last);
			}
			if (first || !endless) {
				announce(lost, delay, last);
			}
			first = false;
			if (cancelledWithin(delay)) {
				return null;
			}
			Throwable failure = attempt();
			if (failure == null) {
				logger.atLevel(this.context.notifier().level(Level.INFO))
					.log("[{}] The worker is back", this.context.label());
				return null;
			}
			last = failure;
		}
		return null;
	}

	/**
	 * Bring up what has not run yet, at once and as often as it takes.
	 * @param failed told why an attempt has failed
	 * @return why it is given up, or {@code null} if it is not
	 */
	@Nullable Throwable run(Consumer<Throwable> failed) {
		Throwable failure = attempt();
		while (failure != null) {
			failed.accept(failure);
			Duration delay = this.history.next();
			if (delay == null || cancelledWithin(delay)) {
				return failure;
			}
			failure = attempt();
		}
		return null;
	}

	private @Nullable Throwable attempt() {
		try {
			this.attempt.run();
			return null;
		}
		catch (RuntimeException ex) {
			logger.debug("[{}] The worker is not there yet", this.context.label(), ex);
			return ex;
		}
	}

	private void announce(WorkerInstance lost, Duration delay, Throwable cause) {
		int attempt = Math.max(1, this.history.attempts());
		logger.debug("[{}] Attempt {} to bring the worker back in {} ms", this.context.label(), attempt,
				delay.toMillis());
		this.context.notifier().tell((listener) -> listener.onRestart(lost, attempt, delay, cause));
	}

	private boolean cancelledWithin(Duration delay) {
		try {
			return Threads.await(this.cancelled, delay);
		}
		catch (InterruptedException ex) {
			// Nobody but this library knows the thread, and it does not interrupt it.
			throw new IllegalStateException("Interrupted while waiting to restart " + this.context.label(), ex);
		}
	}

	private WorkerUnavailableException givenUp(Throwable last) {
		RestartPolicy policy = this.history.policy();
		WorkerUnavailableException failure = new WorkerUnavailableException(this.context.settings().name(),
				"it was restarted " + policy.maxAttempts() + " times within " + policy.window().toSeconds()
						+ " s and is given up; mend the cause and start it again. The last time: " + last.getMessage(),
				last);
		// Of one instance among others no listener is told.
		boolean alone = this.context.isAlone();
		logger.atLevel(alone ? this.context.notifier().level(Level.ERROR) : Level.ERROR)
			.log("[{}] {}", this.context.label(), failure.getMessage());
		return failure;
	}

}
