package io.multifrost.internal.stream;

import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.message.MessageCodec;

/**
 * Sends the items of a source, as many as the reader has given credit for. While there is
 * none it keeps no thread. {@link #grant} and {@link #cancel} may be called on any thread
 * and return at once; the source is touched by one thread at a time, which its outlet
 * finds.
 */
public abstract class OutgoingItems implements Upstream {

	private static final Logger logger = BackgroundLogger.of(OutgoingItems.class);

	private final Outlet outlet;

	private final ItemBatch batch;

	private final AtomicLong credit = new AtomicLong();

	/** How much is new since a thread has looked; there is one while this is not 0. */
	private final AtomicInteger news = new AtomicInteger();

	private final AtomicInteger ends = new AtomicInteger();

	/** Why nothing more is to be sent, once that is so. */
	private volatile @Nullable Throwable stopCause;

	OutgoingItems(Outlet outlet, MessageCodec codec, StreamOrigin origin) {
		this.outlet = outlet;
		this.batch = new ItemBatch(outlet, codec, origin, this::stop);
	}

	/**
	 * Return whether a value is sent in items.
	 * @param value what a function has returned, or was given
	 */
	public static boolean isSource(@Nullable Object value) {
		return value instanceof BaseStream<?, ?> || value instanceof Iterator<?> || value instanceof InputStream
				|| value instanceof Flow.Publisher<?>;
	}

	/**
	 * Close a source of which nothing is read. It may be code of users, which may block.
	 * @param source a {@linkplain #isSource source}
	 */
	public static void closeUnread(@Nullable Object source) {
		if (source instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Throwable ex) {
				logger.warn("A source of which nothing was read could not be closed", ex);
			}
		}
	}

	/**
	 * Prepare to send the items of a source.
	 * @param source a {@linkplain #isSource source}
	 * @param outlet what sends them
	 * @param codec writes them
	 * @param origin what they belong to
	 * @return the stream, which waits for credit
	 */
	public static OutgoingItems of(Object source, Outlet outlet, MessageCodec codec, StreamOrigin origin) {
		return (source instanceof Flow.Publisher<?> publisher) ? new PushedItems(publisher, outlet, codec, origin)
				: new PulledItems(ItemSource.of(source), outlet, codec, origin);
	}

	/**
	 * Begin on this thread, which goes on as long as there is credit and no other call
	 * waits for it.
	 * @param credit how many items may be sent
	 */
	public void start(int credit) {
		this.credit.addAndGet(credit);
		if (this.news.getAndIncrement() == 0) {
			run();
		}
	}

	@Override
	public void grant(int count) {
		this.credit.addAndGet(count);
		schedule();
	}

	@Override
	public void cancel() {
		stop(new CancellationException("The reader wants no more items"));
	}

	/**
	 * Send no more, and close the source.
	 * @param cause what the stream then ends with
	 */
	public void stop(Throwable cause) {
		if (!isOver() && this.stopCause == null) {
			this.stopCause = cause;
			schedule();
		}
	}

	boolean isStopped() {
		return this.stopCause != null;
	}

	boolean isOver() {
		return this.ends.get() != 0;
	}

	/**
	 * Have a thread look at what is new.
	 */
	final void schedule() {
		if (this.news.getAndIncrement() == 0) {
			findThread();
		}
	}

	private void findThread() {
		try {
			this.outlet.resume(this::run);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The reader is not to wait for one.
			SharedExecutors.callbacks().execute(() -> end(ex));
		}
	}

	private void run() {
		int seen = this.news.get();
		while (seen != 0) {
			if (!isOver() && !lookOnce()) {
				// News stay, so that nobody else finds a thread.
				findThread();
				return;
			}
			seen = this.news.addAndGet(-seen);
		}
	}

	private boolean lookOnce() {
		try {
			if (this.stopCause != null) {
				end(this.stopCause);
				return true;
			}
			return look();
		}
		catch (Throwable ex) {
			end(ex);
			return true;
		}
	}

	/**
	 * Send what there is credit for.
	 * @return whether that was all for now; if not, others wait for this thread, and the
	 * rest is sent after them
	 * @throws Throwable what the source throws
	 */
	abstract boolean look() throws Throwable;

	/**
	 * Let the source go.
	 */
	abstract void close() throws Exception;

	long credit() {
		return this.credit.get();
	}

	/**
	 * Take credit.
	 * @param max how much at most
	 * @return how much there was
	 */
	long take(long max) {
		return this.credit.getAndUpdate((before) -> before - Math.min(before, max));
	}

	void add(@Nullable Object item) {
		this.batch.add(item);
	}

	/**
	 * End the stream, unless it has ended. Called where the source may be touched.
	 * @param failure what it has failed with, or {@code null}
	 */
	void end(@Nullable Throwable failure) {
		if (this.ends.getAndIncrement() != 0) {
			return;
		}
		// What a source throws since it was interrupted tells nothing.
		Throwable told = (failure != null && this.stopCause != null) ? this.stopCause : failure;
		try {
			close();
		}
		catch (Throwable ex) {
			if (told == null) {
				told = ex;
			}
			else {
				logger.warn("The source of a stream could not be closed", ex);
			}
		}
		long items = 0;
		try {
			items = this.batch.end(this.stopCause instanceof CancellationException);
		}
		catch (Throwable ex) {
			told = (told != null) ? told : ex;
		}
		this.outlet.ended(items, told);
	}

}
