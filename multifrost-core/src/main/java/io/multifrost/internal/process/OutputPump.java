package io.multifrost.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.process.WorkerLauncher.OutputListener;

/**
 * Reads one stream of a process to its end on a thread of its own, whatever the listener
 * does, because a process whose pipe is full stands still.
 */
final class OutputPump implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutputPump.class);

	private static final int BUFFER_BYTES = 16 * 1024;

	/**
	 * Enough for a listener that logs, a fraction of the default.
	 */
	private static final long STACK_BYTES = 256 * 1024;

	/** An unfinished line is shown when nothing has followed for this long. */
	private static final long PAUSE_MILLIS = 300;

	/** The steps of a progress bar are shown this often at most. */
	private static final long STEP_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final InputStream in;

	private final boolean error;

	private final OutputListener listener;

	private final OutputTail tail = new OutputTail();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Thread thread;

	private final Executor afterPause;

	private final Object monitor = new Object();

	private final LineSplitter splitter = new LineSplitter(this::deliver, this::isStepDue);

	private boolean listenerFailed;

	private long lastStep = System.nanoTime() - STEP_INTERVAL_NANOS;

	/** How often something was read; guarded by the monitor. */
	private long reads;

	/** Whether an unfinished line is to be looked at; guarded by the monitor. */
	private boolean flushPending;

	/**
	 * Prepare to read.
	 * @param pid the process
	 * @param in one of its streams
	 * @param error whether it is standard error
	 * @param listener gets the lines
	 */
	OutputPump(long pid, InputStream in, boolean error, OutputListener listener) {
		this(pid, in, error, listener, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
	}

	OutputPump(long pid, InputStream in, boolean error, OutputListener listener, Executor afterPause) {
		this.afterPause = afterPause;
		this.in = in;
		this.error = error;
		this.listener = listener;
		String name = "multifrost-" + pid + (error ? "-stderr" : "-stdout");
		this.thread = new Thread(null, this, name, STACK_BYTES, false);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Return the end of the stream.
	 * @return a future that completes, always normally, when all was read and the stream
	 * is closed; its stages run on the thread of this pump, which has nothing else left
	 * to do
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	List<String> lastLines() {
		return this.tail.lines();
	}

	@Override
	public void run() {
		try (this.in) {
			drain();
		}
		catch (IOException ex) {
			logger.debug("Output of a worker process ended with an error in {}", this.thread.getName(), ex);
		}
		finally {
			synchronized (this.monitor) {
				this.splitter.finish();
			}
			this.ended.complete(null);
		}
	}

	private void drain() throws IOException {
		byte[] buffer = new byte[BUFFER_BYTES];
		int count = this.in.read(buffer);
		while (count >= 0) {
			synchronized (this.monitor) {
				this.splitter.accept(buffer, count);
				this.reads++;
				String unfinished = this.splitter.unfinished();
				this.tail.unfinished(unfinished);
				if (!unfinished.isEmpty() && !this.flushPending) {
					flushAfterPause();
				}
			}
			count = this.in.read(buffer);
		}
	}

	private void flushAfterPause() {
		this.flushPending = true;
		long reads = this.reads;
		this.afterPause.execute(() -> flushUnlessReadSince(reads));
	}

	private void flushUnlessReadSince(long reads) {
		synchronized (this.monitor) {
			this.flushPending = false;
			if (this.reads == reads) {
				this.splitter.flush();
			}
			else if (!this.splitter.unfinished().isEmpty()) {
				flushAfterPause();
			}
		}
	}

	private boolean isStepDue() {
		long now = System.nanoTime();
		boolean due = now - this.lastStep >= STEP_INTERVAL_NANOS;
		if (due) {
			this.lastStep = now;
		}
		return due;
	}

	private void deliver(String line) {
		this.tail.add(line);
		try {
			this.listener.onLine(this.error, line);
		}
		catch (Throwable ex) { // an error of a listener must not stop the process either
			reportListener(ex);
		}
	}

	// Warn once, because a listener that fails will mostly fail for every line.
	private void reportListener(Throwable ex) {
		if (!this.listenerFailed) {
			this.listenerFailed = true;
			logger.warn("A listener for the output of a worker process failed in {}; the output is read on, "
					+ "and further failures are logged at debug level", this.thread.getName(), ex);
		}
		else {
			logger.debug("A listener for the output of a worker process failed again in {}: {}", this.thread.getName(),
					ex.toString());
		}
	}

}
