package io.multifrost.internal.attachment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.Threads;

/**
 * Closes a worker when its process is asked to end, such as by SIGTERM.
 */
public final class ShutdownHook {

	/**
	 * A signal can overtake calls that were sent before it, and these are to be answered
	 * as well. A message that asks the worker to stop cannot.
	 */
	private static final Duration OVERTAKEN_CALLS = Duration.ofMillis(100);

	private static final Logger logger = LoggerFactory.getLogger(ShutdownHook.class);

	/** The thread on which the JVM ends itself for a signal, such as SIGTERM. */
	private static final Pattern SIGNAL_HANDLER = Pattern.compile("SIG(TERM|INT|HUP) handler");

	private ShutdownHook() {
	}

	/**
	 * Close a worker when this process is asked to end.
	 * @param close closes the worker, which goes on to read calls for at least that time
	 * @return the hook, to be removed when the worker has ended
	 */
	public static Thread add(Consumer<Duration> close) {
		Thread hook = new Thread(() -> close.accept(OVERTAKEN_CALLS), "multifrost-shutdown");
		Runtime.getRuntime().addShutdownHook(hook);
		return hook;
	}

	public static void remove(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("The process is ending already, and the hook is what ended the worker", ex);
		}
	}

	/**
	 * Wait for the word of the parent. A signal to end often meets parent and worker at
	 * once; the parent may still have calls to make before it is done, and says when it
	 * is, or is gone then.
	 * @param stopRequest done when the parent has asked for the end, or is gone
	 * @param timeout how long to wait
	 * @return whether there is time left for the functions that run
	 */
	public static boolean awaitParent(CompletableFuture<Void> stopRequest, Duration timeout) {
		if (stopRequest.isDone() || !isCausedBySignal()) {
			return true;
		}
		logger.info("Going on until the parent asks for the end, for {} ms at most", timeout.toMillis());
		try {
			return Threads.await(stopRequest, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (CompletionException ex) {
			logger.debug("There is no way to the parent any more", ex);
		}
		return true;
	}

	/**
	 * Return whether the JVM is ending because of a signal, and not since the program
	 * ends it.
	 */
	private static boolean isCausedBySignal() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> SIGNAL_HANDLER.matcher(thread.getName()).matches());
	}

}
