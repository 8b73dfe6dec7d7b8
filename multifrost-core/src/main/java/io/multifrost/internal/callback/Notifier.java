package io.multifrost.internal.callback;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.WorkerLogRecord;
import io.multifrost.parent.ParentWorkerListener;

/**
 * Tells the listeners of one worker what happens, in order, one at a time and never on
 * the thread on which it happened. A worker that prints faster than its listeners read
 * loses lines, which is told, rather than being held up.
 */
public final class Notifier {

	private static final Logger logger = BackgroundLogger.of(Notifier.class);

	/** For all workers together: many that print at once have the memory of one. */
	private static final Budget WAITING_LINES = new Budget(Math.min(4L << 20, Runtime.getRuntime().maxMemory() / 16));

	/** What a line takes besides its characters, about. */
	private static final int LINE_OVERHEAD_BYTES = 100;

	private final String worker;

	private final List<ParentWorkerListener> listeners;

	private final SerialDispatcher<Consumer<ParentWorkerListener>> events;

	private final boolean logged;

	/** Whether anybody wants to know more than what the worker prints. */
	private final boolean heard;

	public Notifier(String worker, List<ParentWorkerListener> listeners, Executor executor) {
		this.worker = worker;
		this.listeners = List.copyOf(listeners);
		// What happens weighs nothing: it is told whatever the worker prints.
		this.events = new SerialDispatcher<>(executor, this::tellAll, this::onLost, Integer.MAX_VALUE, WAITING_LINES);
		this.heard = this.listeners.stream().anyMatch((listener) -> !(listener instanceof OutputLog));
		this.logged = this.listeners.stream().anyMatch(ParentWorkerListener::isLog);
	}

	/**
	 * Return the level of a line in the log about something that listeners are told as
	 * well.
	 * @param usual the level where no listener writes a log
	 */
	public Level level(Level usual) {
		return this.logged ? Level.DEBUG : usual;
	}

	/**
	 * Tell the listeners of an event.
	 * @param event tells one of them
	 */
	public void tell(Consumer<ParentWorkerListener> event) {
		if (this.heard) {
			this.events.add(event, 0);
		}
	}

	public void line(boolean error, String line) {
		this.events.add(new OutputLine(error, line), LINE_OVERHEAD_BYTES + 2L * line.length());
	}

	private void tellAll(Consumer<ParentWorkerListener> event) {
		for (ParentWorkerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.warn("[{}] A listener failed: {}", this.worker, listener.getClass().getName(), ex);
			}
		}
	}

	private void onLost(long lines) {
		logger.warn("[{}] {} lines of output were dropped: the worker printed them faster than they were handled",
				this.worker, lines);
	}

	/**
	 * Tells of a line of output. Whether it is a record of a log is looked at where it is
	 * told, on the executor of the listeners, and once for all of them.
	 */
	private final class OutputLine implements Consumer<ParentWorkerListener> {

		private final boolean error;

		private final String line;

		private boolean read;

		private @Nullable WorkerLogRecord logged;

		OutputLine(boolean error, String line) {
			this.error = error;
			this.line = line;
		}

		@Override
		public void accept(ParentWorkerListener listener) {
			if (!this.read) {
				this.read = true;
				this.logged = this.error ? WorkerLogRecord.parse(this.line) : null;
			}
			if (this.logged == null) {
				tell(listener, this.error, this.line);
			}
			else if (listener instanceof OutputLog log) {
				log.onLogged(Notifier.this.worker, this.logged);
			}
			else {
				boolean trouble = this.logged.isTrouble();
				this.logged.lines().forEach((each) -> tell(listener, trouble, each));
			}
		}

		private void tell(ParentWorkerListener listener, boolean trouble, String text) {
			if (trouble) {
				listener.onStderr(Notifier.this.worker, text);
			}
			else {
				listener.onStdout(Notifier.this.worker, text);
			}
		}

	}

}
