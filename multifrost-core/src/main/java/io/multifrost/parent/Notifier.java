package io.multifrost.parent;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the listeners of one worker what happens, in order, one at a time and never on
 * the thread on which it happened. A worker that prints faster than its listeners read
 * loses lines, which is told, rather than being held up.
 */
final class Notifier {

	private static final Logger logger = LoggerFactory.getLogger(Notifier.class);

	private static final int MAX_WAITING_LINES = 10_000;

	private final String worker;

	private final List<ParentWorkerListener> listeners;

	private final Executor executor;

	private final boolean logged;

	private final Queue<Event> events = new ArrayDeque<>();

	private int waitingLines;

	private long lostLines;

	private boolean running;

	Notifier(String worker, List<ParentWorkerListener> listeners, Executor executor) {
		this.worker = worker;
		this.listeners = List.copyOf(listeners);
		this.executor = executor;
		this.logged = this.listeners.stream().anyMatch(ParentWorkerListener::isLog);
	}

	/**
	 * Return the level of a line in the log about something that listeners are told as
	 * well.
	 * @param usual the level where no listener writes a log
	 */
	Level level(Level usual) {
		return this.logged ? Level.DEBUG : usual;
	}

	/**
	 * Tell the listeners of an event.
	 * @param event tells one of them
	 */
	void tell(Consumer<ParentWorkerListener> event) {
		submit(new Event(false, event));
	}

	void line(boolean error, String line) {
		submit(new Event(true, (listener) -> {
			if (error) {
				listener.onStderr(this.worker, line);
			}
			else {
				listener.onStdout(this.worker, line);
			}
		}));
	}

	private void submit(Event event) {
		synchronized (this.events) {
			if (event.line() && this.waitingLines >= MAX_WAITING_LINES) {
				this.lostLines++;
				return;
			}
			this.waitingLines += event.line() ? 1 : 0;
			this.events.add(event);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		try {
			this.executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			ForkJoinPool.commonPool().execute(this::run);
		}
	}

	private void run() {
		Event event = next();
		while (event != null) {
			for (ParentWorkerListener listener : this.listeners) {
				call(listener, event);
			}
			event = next();
		}
	}

	private @Nullable Event next() {
		long lost;
		Event event;
		synchronized (this.events) {
			event = this.events.poll();
			this.waitingLines -= (event != null && event.line()) ? 1 : 0;
			this.running = (event != null);
			lost = (event != null) ? 0 : this.lostLines;
			this.lostLines -= lost;
		}
		if (lost > 0) {
			logger.warn("[{}] {} lines of output were dropped: the worker printed them faster than they were handled",
					this.worker, lost);
		}
		return event;
	}

	private void call(ParentWorkerListener listener, Event event) {
		try {
			event.action().accept(listener);
		}
		catch (RuntimeException ex) {
			logger.warn("[{}] A listener failed: {}", this.worker, listener, ex);
		}
	}

	private record Event(boolean line, Consumer<ParentWorkerListener> action) {
	}

}
