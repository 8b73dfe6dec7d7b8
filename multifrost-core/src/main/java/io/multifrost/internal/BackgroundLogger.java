package io.multifrost.internal;

import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.Reporter;
import org.slf4j.helpers.SubstituteLogger;

/**
 * A logger for code that the I/O thread runs, or waits for. Appenders and filters are
 * code of users, which may block or throw anything: they run on a thread of their own
 * ({@code multifrost-log}), in the order of the messages. What waits for it is bounded;
 * what is lost is said when there is room again. Its methods return at once and never
 * throw.
 * <p>
 * The real logger is looked up there as well, so that a worker that has nothing to say
 * starts without a logging system.
 */
public final class BackgroundLogger extends EventRecordingLogger {

	private static final long serialVersionUID = 1L;

	private static final int MAX_WAITING = 10_000;

	private static final long IDLE_SECONDS = 5;

	private static final AtomicLong lost = new AtomicLong();

	private BackgroundLogger(String name) {
		// What is to be recorded is given to a thread instead of a queue.
		super(new SubstituteLogger(name, new ArrayDeque<>(), false), new ArrayDeque<>());
	}

	/**
	 * Return a logger.
	 * @param owner the class that gives the logger its name
	 * @return the logger
	 */
	public static Logger of(Class<?> owner) {
		return new BackgroundLogger(owner.getName());
	}

	@Override
	protected void handleNormalizedLoggingCall(Level level, @Nullable Marker marker, String message,
			@Nullable Object @Nullable [] arguments, @Nullable Throwable failure) {
		// Formatted here, since what the arguments say may be another thing later.
		String text = MessageFormatter.basicArrayFormat(message, arguments);
		try {
			Writer.executor.execute(new Entry(getName(), level, text, failure));
		}
		catch (Throwable ex) {
			// Such as that there is no thread left.
			lost.incrementAndGet();
		}
	}

	/**
	 * A message that waits to be written.
	 */
	private record Entry(String logger, Level level, String text, @Nullable Throwable failure) implements Runnable {

		@Override
		public void run() {
			try {
				Logger real = LoggerFactory.getLogger(this.logger);
				long missing = lost.getAndSet(0);
				if (missing > 0) {
					real.warn("{} messages of this log were lost: they came faster than they were written", missing);
				}
				real.atLevel(this.level).setCause(this.failure).log(this.text);
			}
			catch (Throwable ex) {
				Reporter.error("The log could not be written: " + this.text, ex);
			}
		}

	}

	/**
	 * Made with the first message.
	 */
	private static final class Writer {

		static final ThreadPoolExecutor executor = create();

		private static ThreadPoolExecutor create() {
			ThreadPoolExecutor created = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(MAX_WAITING), (task) -> Threads.daemon("multifrost-log", task),
					(task, full) -> lost.incrementAndGet());
			created.allowCoreThreadTimeOut(true);
			return created;
		}

	}

}
