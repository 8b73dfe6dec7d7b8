package io.multifrost.internal.attachment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.sendqueue.Route;

/**
 * The link between a worker and its parents while it runs, and its hold on the loop. What
 * is sent while there is none is dropped. Safe for use by any thread.
 */
public final class ParentLink {

	private static final Logger logger = BackgroundLogger.of(ParentLink.class);

	/** How long answers may take to leave after the last one was given. */
	private static final Duration LINGER = Duration.ofSeconds(1);

	/** How long a function's thread waits for room for its answer. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(5);

	private volatile @Nullable Attachment attachment;

	private volatile @Nullable IoLoop loop;

	private volatile @Nullable Link link;

	private volatile boolean closing;

	/**
	 * Open the link. To be called once.
	 * @param attachment how the worker is reached
	 * @param maxMessageSize how many bytes a message may have
	 * @param receiver who reads what arrives
	 * @param onLost told if the link ends and was not closed
	 * @throws MultifrostException if it cannot be opened; nothing is left then
	 */
	public void open(Attachment attachment, int maxMessageSize, AttachedListener receiver, Consumer<Throwable> onLost) {
		IoLoop loop = IoLoop.acquire();
		this.loop = loop;
		try {
			Link link = attachment.open(loop, new LinkOptions(2L * maxMessageSize, LINGER), receiver);
			this.attachment = attachment;
			var unused = link.closed().whenComplete((closed, failure) -> onEnd(failure, onLost));
		}
		catch (RuntimeException | Error ex) {
			this.link = null;
			this.loop = null;
			loop.close();
			throw ex;
		}
	}

	/**
	 * Send by a link from now on. Called on the I/O thread before anything is read from
	 * it, so that there is a way for each answer.
	 * @param link the link
	 */
	public void use(Link link) {
		this.link = link;
	}

	public void send(Route route, byte[] payload) {
		Link link = this.link;
		if (link != null) {
			link.send(route, payload);
		}
	}

	/**
	 * Wait until answers that wait to be sent leave room for more, but not for ever. Not
	 * to be called on the I/O thread.
	 */
	public void awaitRoom() {
		Link link = this.link;
		if (link != null) {
			link.awaitRoom(MAX_WAIT);
		}
	}

	/**
	 * Run a task on the I/O thread after a time.
	 * @throws RejectedExecutionException if there is no such thread
	 */
	public IoTimer schedule(Duration delay, Runnable task) {
		IoLoop loop = this.loop;
		if (loop == null) {
			throw new RejectedExecutionException("The worker is not connected");
		}
		return loop.schedule(delay, task);
	}

	/**
	 * Return when a time is over.
	 * @param time the time
	 * @return completes then; at once where there is no time, or no parent could come
	 */
	public CompletableFuture<Void> after(Duration time) {
		CompletableFuture<Void> over = new CompletableFuture<>();
		if (this.attachment == null || time.isZero()) {
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
	public void withdraw() {
		Attachment attachment = this.attachment;
		if (attachment == null) {
			return;
		}
		try {
			attachment.withdraw();
		}
		catch (Throwable ex) {
			// A registry may be code of users. The worker ends all the same.
			logger.warn("The worker could not be taken out of the service registry", ex);
		}
	}

	/**
	 * Close the link and give the loop back; returns when that is done. To be called
	 * once.
	 */
	public void close() {
		this.closing = true;
		Link link = this.link;
		if (link != null) {
			close(link);
		}
		IoLoop loop = this.loop;
		if (loop != null) {
			loop.close();
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
