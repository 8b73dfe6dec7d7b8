package io.multifrost.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private final InputStream in;

	private final boolean error;

	private final OutputListener listener;

	private final OutputTail tail = new OutputTail();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Thread thread;

	private boolean listenerFailed;

	OutputPump(long pid, InputStream in, boolean error, OutputListener listener) {
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
		LineSplitter splitter = new LineSplitter(this::deliver);
		try (this.in) {
			drain(splitter);
		}
		catch (IOException ex) {
			logger.debug("Output of a worker process ended with an error in {}", this.thread.getName(), ex);
		}
		finally {
			splitter.finish();
			this.ended.complete(null);
		}
	}

	private void drain(LineSplitter splitter) throws IOException {
		byte[] buffer = new byte[BUFFER_BYTES];
		int count = this.in.read(buffer);
		while (count >= 0) {
			splitter.accept(buffer, count);
			this.tail.unfinished(splitter.unfinished());
			count = this.in.read(buffer);
		}
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
