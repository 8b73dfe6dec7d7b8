package io.multifrost.child;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.IoTimer;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.Route;

/**
 * What connects a worker with its parents while it runs: its link, and its hold on the
 * loop. Safe for use by any thread.
 */
final class Connection {

	private static final Logger logger = BackgroundLogger.of(Connection.class);

	/** How long answers may take to leave after the last one was given. */
	private static final Duration LINGER = Duration.ofSeconds(1);

	/** How long a function's thread waits for room for its answer. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(5);

	private final Attachment attachment;

	private final IoLoop loop = IoLoop.acquire();

	private volatile @Nullable Link link;

	private volatile boolean closing;

	/** Whether parents can reach the worker, or could. */
	private volatile boolean opened;

	/**
	 * Prepare a connection, which is to be {@linkplain #open opened}.
	 * @param attachment how the worker is reached
	 */
	Connection(Attachment attachment) {
		this.attachment = attachment;
	}

	/**
	 * Open the link.
	 * @param maxMessageSize how many bytes a message may have
	 * @param receiver who reads what arrives
	 * @param onLost told if the link ends and was not closed
	 * @throws MultifrostException if it cannot be opened; nothing is left then
	 */
	void open(int maxMessageSize, MessageReceiver receiver, Consumer<Throwable> onLost) {
		try {
			Link link = this.attachment.open(this.loop, new LinkOptions(2L * maxMessageSize, LINGER), receiver);
			this.attachment.announce(link);
			this.opened = true;
			var unused = link.closed().whenComplete((closed, failure) -> onEnd(failure, onLost));
		}
		catch (RuntimeException ex) {
			this.link = null;
			this.loop.close();
			throw ex;
		}
	}

	/**
	 * Send by a link from now on. Called on the I/O thread while the link is being
	 * opened.
	 * @param link the link
	 */
	void use(Link link) {
		this.link = link;
	}

	void send(Route route, byte[] payload) {
		Link link = this.link;
		if (link != null) {
			link.send(route, payload);
		}
	}

	/**
	 * Wait until answers that wait to be sent leave room for more, but not for ever.
	 */
	void awaitRoom() {
		Link link = this.link;
		if (link != null) {
			link.awaitRoom(MAX_WAIT);
		}
	}

	IoTimer schedule(Duration delay, Runnable task) {
		return this.loop.schedule(delay, task);
	}

	/**
	 * Return when a time is over.
	 * @param time the time
	 * @return completes then; at once where there is no time, or no parent could come
	 */
	CompletableFuture<Void> after(Duration time) {
		CompletableFuture<Void> over = new CompletableFuture<>();
		if (!this.opened || time.isZero()) {
			over.complete(null);
		}
		else {
			try {
				schedule(time, () -> over.complete(null));
			}
			catch (RejectedExecutionException ex) {
				// Without its I/O thread nothing comes any more.
				over.complete(null);
			}
		}
		return over;
	}

	/**
	 * Tell those who look for the worker that it is no longer there.
	 */
	void withdraw() {
		if (!this.opened) {
			return;
		}
		try {
			this.attachment.withdraw();
		}
		catch (MultifrostException ex) {
			logger.warn("The worker could not be taken out of the service registry", ex);
		}
	}

	/**
	 * Close the link and give the loop back; returns when that is done. To be called
	 * once.
	 */
	void close() {
		this.closing = true;
		Link link = this.link;
		if (link != null) {
			close(link);
		}
		if (this.opened) {
			this.loop.close();
		}
	}

	private static void close(Link link) {
		try {
			link.close().join();
		}
		catch (RejectedExecutionException | CompletionException ex) {
			logger.debug("The link has ended with its I/O thread", ex);
		}
	}

	/**
	 * The link has ended.
	 */
	private void onEnd(@Nullable Throwable failure, Consumer<Throwable> onLost) {
		if (!this.closing) {
			MultifrostException lost = new MultifrostException(
					"The worker can no longer be reached: its I/O thread has ended; its log says why", failure);
			logger.error("A worker ends", lost);
			onLost.accept(lost);
		}
	}

}
