package io.multifrost.internal.callback;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

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
		WorkerLogRecord logged = error ? WorkerLogRecord.parse(line) : null;
		boolean trouble = (logged != null) ? logged.isTrouble() : error;
		String text = (logged != null) ? logged.text() : line;
		this.events.add((listener) -> {
			if (logged != null && listener instanceof OutputLog log) {
				log.onLogged(this.worker, logged);
			}
			else if (trouble) {
				listener.onStderr(this.worker, text);
			}
			else {
				listener.onStdout(this.worker, text);
			}
		}, LINE_OVERHEAD_BYTES + 2L * line.length());
	}

	private void tellAll(Consumer<ParentWorkerListener> event) {
		for (ParentWorkerListener listener : this.listeners) {
			call(listener, event);
		}
	}

	private void onLost(long lines) {
		logger.warn("[{}] {} lines of output were dropped: the worker printed them faster than they were handled",
				this.worker, lines);
	}

	private void call(ParentWorkerListener listener, Consumer<ParentWorkerListener> event) {
		try {
			event.accept(listener);
		}
		catch (Throwable ex) {
			logger.warn("[{}] A listener failed: {}", this.worker, listener.getClass().getName(), ex);
		}
	}

}
