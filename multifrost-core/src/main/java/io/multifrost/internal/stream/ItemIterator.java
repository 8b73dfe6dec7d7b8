package io.multifrost.internal.stream;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;

/**
 * Reads items on the thread that wants them, which waits for each. For use by one thread
 * at a time; {@link #close()} may be called on any.
 */
public final class ItemIterator implements Iterator<@Nullable Object>, AutoCloseable {

	private static final Runnable NOTHING = () -> {
	};

	private final IncomingItems items;

	/** Begins what the items come from, when they are wanted first. */
	private final AtomicReference<@Nullable Runnable> begin;

	private final Runnable unused;

	private volatile @Nullable Thread reader;

	private volatile boolean closed;

	private boolean over;

	/**
	 * Create an iterator of items that come already.
	 * @param items the items
	 */
	public ItemIterator(IncomingItems items) {
		this(items, NOTHING, NOTHING);
	}

	/**
	 * Create an iterator.
	 * @param items the items
	 * @param begin run before they are waited for first
	 * @param unused run where it is closed before that
	 */
	public ItemIterator(IncomingItems items, Runnable begin, Runnable unused) {
		this.items = items;
		this.begin = new AtomicReference<>(begin);
		this.unused = unused;
		items.onChange(this::wake);
	}

	/**
	 * Return the items as a stream, which is to be closed by whoever does not read all of
	 * it.
	 */
	public Stream<@Nullable Object> toStream() {
		int characteristics = Spliterator.ORDERED;
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, characteristics), false)
			.onClose(this::close);
	}

	private void wake() {
		LockSupport.unpark(this.reader);
	}

	/**
	 * Wait for the next item or the end.
	 * @return whether there is a next item
	 * @throws RuntimeException what the stream has failed with
	 */
	@Override
	public boolean hasNext() {
		if (this.over) {
			return false;
		}
		Runnable begin = this.begin.getAndSet(null);
		if (begin != null) {
			begin.run();
			if (this.closed) {
				// Meanwhile, when there was nothing to be cancelled yet.
				this.items.cancel();
			}
		}
		this.reader = Thread.currentThread();
		try {
			return awaitItem();
		}
		finally {
			this.reader = null;
			this.items.waits(false);
		}
	}

	private boolean awaitItem() {
		boolean interrupted = false;
		try {
			while (!this.closed) {
				Supplier<? extends @Nullable Throwable> end = this.items.end();
				if (this.items.hasItem()) {
					return true;
				}
				if (end != null) {
					this.over = true;
					throwIfFailed(end.get());
					return false;
				}
				interrupted = Thread.interrupted();
				if (interrupted) {
					close();
					throw new MultifrostException("Interrupted while waiting for an item; the stream was cancelled",
							new InterruptedException());
				}
				this.items.waits(true);
				park();
			}
			this.over = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Wait for a change. Where this is a callback, which should not wait, its pool is
	 * told to make up for the thread: the end of the stream is to come by one of them.
	 */
	private void park() {
		try {
			ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {

				private boolean parked;

				@Override
				public boolean block() {
					LockSupport.park(ItemIterator.this);
					this.parked = true;
					return true;
				}

				@Override
				public boolean isReleasable() {
					return this.parked;
				}

			});
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void throwIfFailed(@Nullable Throwable failure) {
		if (failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (failure instanceof Error ex) {
			throw ex;
		}
		if (failure != null) {
			throw new MultifrostException("A stream has failed: " + failure.getMessage(), failure);
		}
	}

	/**
	 * Return the next item.
	 * @throws RuntimeException as {@link #hasNext()} does
	 */
	@Override
	public @Nullable Object next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		try {
			return this.items.read();
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Give up what is left.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			if (this.begin.getAndSet(null) != null) {
				this.unused.run();
			}
			this.items.cancel();
			wake();
		}
	}

}
