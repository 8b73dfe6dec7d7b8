package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.parent.WorkerState;

/**
 * Replaces the running process of one instance by a new one without losing a call: the
 * new one is ready before the old one gets no more calls, and the old one finishes those
 * that it has.
 */
final class Replacement {

	private static final Logger logger = BackgroundLogger.of(Replacement.class);

	private final InstanceContext context;

	private final Supervisor supervisor;

	private final Supplier<Generation> lives;

	private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

	private CompletableFuture<Void> cancelled = new CompletableFuture<>();

	private @Nullable Generation next;

	private @Nullable Exchange exchange;

	/**
	 * Prepare replacements.
	 * @param context the instance
	 * @param supervisor lets the next life take over
	 * @param lives makes the next life
	 */
	Replacement(InstanceContext context, Supervisor supervisor, Supplier<Generation> lives) {
		this.context = context;
		this.supervisor = supervisor;
		this.lives = lives;
	}

	/**
	 * Replace the process and wait until the old one is gone. If that is under way
	 * already, only wait. Does nothing if the instance does not run.
	 * @throws io.multifrost.MultifrostException if the new process does not start; the
	 * old one goes on then
	 */
	void run() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		CompletableFuture<Void> other;
		synchronized (this) {
			other = this.done.isDone() ? null : this.done;
			if (other == null) {
				if (this.supervisor.state() != WorkerState.RUNNING) {
					return;
				}
				this.done = done;
				this.cancelled = cancelled;
			}
		}
		if (other != null) {
			other.join();
			return;
		}
		Exchange exchange = null;
		try {
			Generation old = takeOver();
			Generation present = this.supervisor.generation();
			if (old != null && present != null && present.isExchange()) {
				exchange = exchanged(old, cancelled);
			}
			else if (old != null) {
				retire(old, cancelled);
			}
		}
		finally {
			done.complete(null);
		}
		if (exchange != null) {
			exchange.finish();
		}
	}

	/**
	 * It may have been cancelled already, which holds then.
	 */
	private synchronized Exchange exchanged(Generation old, CompletableFuture<Void> cancelled) {
		this.exchange = new Exchange(old, cancelled, new CompletableFuture<>());
		return this.exchange;
	}

	/**
	 * Let a process finish the calls that it has, and end it, without another that is
	 * ready to take its place. Returns at once; several may be under way.
	 * @param last the process, which takes no calls any more
	 */
	void beginRetiring(Generation last) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		CompletableFuture<Void> cancelled;
		synchronized (this) {
			if (this.cancelled.isDone()) {
				this.cancelled = new CompletableFuture<>();
			}
			cancelled = this.cancelled;
			this.done = CompletableFuture.allOf(this.done, done);
		}
		try {
			Threads.start("multifrost-drain-" + this.context.label(), () -> {
				try {
					retire(last, cancelled);
				}
				finally {
					done.complete(null);
				}
			});
		}
		catch (Throwable ex) {
			// No thread is left. Its calls go on, and the worker ends its connection.
			done.complete(null);
			logger.warn("[{}] There is no thread to end the connection of a worker that stops", this.context.label(),
					ex);
		}
	}

	/**
	 * Let a process finish its calls, and wait until nothing is under way.
	 * @param last the process, or {@code null} where none takes calls
	 */
	void drain(@Nullable Generation last) {
		if (last != null) {
			var unused = last.pending().retire();
			beginRetiring(last);
		}
		CompletableFuture<Void> done;
		synchronized (this) {
			done = this.done;
		}
		done.join();
	}

	/**
	 * Begin to {@linkplain #run() replace} the process, for nobody who waits: a failure
	 * is logged, and tried again when the old process is due the next time.
	 */
	void begin() {
		try {
			Threads.start("multifrost-recycle-" + this.context.label(), this::runQuietly);
		}
		catch (Throwable ex) {
			// No thread is left. Whoever calls is not to suffer, and the life goes on.
			logger.warn("[{}] The worker was to be replaced by a fresh one, for which there is no thread",
					this.context.label(), ex);
		}
	}

	private void runQuietly() {
		Generation old = this.supervisor.generation();
		try {
			do {
				// One that was under way was perhaps about the life before this one.
				run();
			}
			while (this.supervisor.state() == WorkerState.RUNNING && this.supervisor.generation() == old);
		}
		catch (RuntimeException | Error ex) {
			if (this.supervisor.state() != WorkerState.RUNNING) {
				logger.debug("[{}] Not replaced: it was lost or stopped meanwhile", this.context.label(), ex);
				return;
			}
			logger
				.warn("[{}] The worker was to be replaced by a fresh one, or connected to anew, which has failed; the "
						+ "old one goes on", this.context.label(), ex);
			if (old != null) {
				old.recycleWhenDue();
			}
		}
	}

	private @Nullable Generation takeOver() {
		Generation next = this.lives.get();
		try {
			expect(next);
			next.quiet(next.isExchange());
			next.start();
			Generation old = this.supervisor.replaceBy(next);
			if (old == null) {
				if (next.isOver()) {
					throw next.cause().get();
				}
				logger.debug("[{}] Not replaced: the old process was lost or stopped meanwhile", this.context.label());
				next.destroy();
			}
			return old;
		}
		catch (RuntimeException | Error ex) {
			next.destroy();
			throw ex;
		}
		finally {
			expect(null);
		}
	}

	private synchronized void expect(@Nullable Generation next) {
		this.next = next;
		if (next != null && this.cancelled.isDone()) {
			throw next.startCancelled();
		}
	}

	private void retire(Generation old, CompletableFuture<Void> cancelled) {
		Duration timeout = this.context.settings().supervision().drainTimeout();
		try {
			if (!Threads.await(CompletableFuture.anyOf(old.pending().retire(), cancelled), timeout)) {
				logger.warn(
						"[{}] The worker that is to go (pid {}) has {} calls left after {} ms (drain-timeout): ending it",
						this.context.label(), old.pid(), old.inFlight(), timeout.toMillis());
			}
		}
		catch (InterruptedException ex) {
			// Whoever waits no longer wants to: the old process is stopped now.
			Thread.currentThread().interrupt();
		}
		old.stop();
	}

	/**
	 * End a replacement that is under way. May be called on any thread.
	 * @return completes when nothing of it is left
	 */
	synchronized CompletableFuture<Void> cancel() {
		this.cancelled.complete(null);
		if (this.next != null) {
			this.next.cancelStart();
		}
		if (this.exchange == null) {
			return this.done;
		}
		this.exchange.cancelled().complete(null);
		return CompletableFuture.allOf(this.done, this.exchange.done());
	}

	/**
	 * A connection that was exchanged for another one to the same worker, which is well:
	 * its calls may take as long as they do.
	 *
	 * @param old the connection
	 * @param cancelled completed when nobody waits for its calls any more
	 * @param done completed when it is gone
	 */
	private record Exchange(Generation old, CompletableFuture<Void> cancelled, CompletableFuture<Void> done) {

		void finish() {
			try {
				CompletableFuture.anyOf(this.old.pending().retire(), this.cancelled).join();
				this.old.stop();
			}
			finally {
				this.done.complete(null);
			}
		}

	}

}
