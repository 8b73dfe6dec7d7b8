package io.multifrost.internal.jeromq;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * The beginning and the end of an I/O thread, which is JeroMQ's. JeroMQ is started and
 * ended on short-lived threads of this class, since whoever asks for it could be
 * interrupted, and since the I/O thread cannot wait for its own end.
 */
final class LoopLife {

	private static final Logger logger = BackgroundLogger.of(LoopLife.class);

	private static final long CLOSE_SECONDS = 10;

	private final LoopContext context;

	private final LoopWork work;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopping;

	/** Belongs to the I/O thread. */
	private boolean terminating;

	/**
	 * Prepare a life.
	 * @param context the context of JeroMQ
	 * @param work what waits for the I/O thread
	 */
	LoopLife(LoopContext context, LoopWork work) {
		this.context = context;
		this.work = work;
	}

	/**
	 * Take the right to begin, or to see to it that nobody else does.
	 * @return whether the caller has got it: the first one does
	 */
	boolean claimBegin() {
		return this.begun.compareAndSet(false, true);
	}

	/**
	 * Begin.
	 * @param task starts JeroMQ
	 * @throws OutOfMemoryError if there is no thread left
	 */
	void begin(Runnable task) {
		startThread("multifrost-io-start", task);
	}

	private static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	boolean isEnded() {
		return this.ended.getCount() == 0;
	}

	/**
	 * Return whether the I/O thread is to end, or has.
	 */
	boolean isClosing() {
		return this.stopping || isEnded();
	}

	/**
	 * Return whether the I/O thread has still to see to its end.
	 */
	boolean isStopDue() {
		return this.stopping && !this.terminating;
	}

	/**
	 * Have the I/O thread end, which has to be woken for it.
	 */
	void stop() {
		this.stopping = true;
		if (claimBegin()) {
			end();
		}
	}

	/**
	 * Say that the I/O thread serves nobody any more, and has only to end JeroMQ.
	 */
	void fail() {
		this.stopping = true;
		end();
	}

	/**
	 * End JeroMQ, if that is due. Called on the I/O thread, which closes its sockets
	 * meanwhile.
	 */
	void terminateIfDue() {
		if (!isStopDue()) {
			return;
		}
		this.terminating = true;
		try {
			startThread("multifrost-io-end", this::terminate);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. Whoever waits for the end is told.
			logger.error("The I/O thread could not be ended in order", ex);
			this.work.closeLinks();
			end();
		}
	}

	/**
	 * End JeroMQ's threads. Blocks until they have ended.
	 */
	void terminate() {
		try {
			this.context.terminate();
		}
		catch (RuntimeException | Error ex) {
			logger.error("JeroMQ could not be ended", ex);
		}
		finally {
			end();
		}
	}

	/**
	 * Say that there is no I/O thread any more. What waits for it is not to be lost: it
	 * finds that JeroMQ has ended.
	 */
	void end() {
		this.ended.countDown();
		this.work.runTasks();
	}

	/**
	 * Wait for the end, but not for ever. Not to be called on the I/O thread.
	 */
	void awaitEnd() {
		boolean interrupted = false;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
		try {
			while (true) {
				try {
					if (!this.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
						logger.warn("The I/O thread did not end within {} s", CLOSE_SECONDS);
					}
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
