package io.multifrost.internal.stream;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.ItemReader;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.MessageCodec;

/**
 * The items that have arrived and were not read yet, and behind them the end. Added to by
 * one thread, read by one thread at a time.
 */
public final class IncomingItems {

	private final MessageCodec codec;

	private final Type type;

	private final String origin;

	private final CreditWindow window = new CreditWindow();

	private final Queue<Items> arrived = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Upstream upstream;

	private volatile Runnable onChange = () -> {
	};

	/** How many may come, as the sender is told. */
	private volatile long allowed;

	/** The number of the next item; changed by the thread that adds alone. */
	private volatile long expected;

	/** When the first item came, 0 before. */
	private volatile long firstAt;

	/** Set after the last item was added; gives what the stream has failed with. */
	private volatile @Nullable Supplier<? extends @Nullable Throwable> end;

	/** The message that is read; with the two below of the thread that reads. */
	private @Nullable ItemReader reader;

	private int left;

	private long index;

	/** Since when the reader waits for an item, 0 while it does not. */
	private volatile long waitingSince;

	private volatile long itemTimeout = Long.MAX_VALUE;

	/**
	 * Expect items.
	 * @param codec reads them
	 * @param type the Java type of each
	 * @param origin what they come from, for people who read that one does not fit
	 */
	public IncomingItems(MessageCodec codec, Type type, String origin) {
		this.codec = codec;
		this.type = type;
		this.origin = origin;
	}

	/**
	 * Bound the time between two items.
	 * @param timeout how long the reader waits for one
	 */
	public void itemTimeout(Duration timeout) {
		this.itemTimeout = TimeUnit.NANOSECONDS.convert(timeout);
	}

	public Duration itemTimeout() {
		return Duration.ofNanos(this.itemTimeout);
	}

	/**
	 * Have somebody told of each change, on the thread that makes it.
	 * @param onChange returns at once
	 */
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	/**
	 * Name the sender, who is then told by the reader how much may come.
	 */
	public void from(Upstream upstream) {
		this.upstream = upstream;
	}

	/**
	 * Return what may come before the reader has read anything, which is told to the
	 * sender in another way.
	 * @return a number of items
	 */
	public synchronized int initialCredit() {
		int credit = this.window.grant();
		this.allowed = this.window.granted();
		return credit;
	}

	/**
	 * Add items.
	 * @param items the items
	 * @throws ProtocolException if items are missing before them, or nobody has asked for
	 * as many
	 */
	public void add(Items items) {
		if (items.seq() != this.expected) {
			throw new ProtocolException("item " + this.expected + " was expected, but " + items.seq() + " came",
					items.id(), null);
		}
		if (this.expected + items.count() > this.allowed) {
			throw new ProtocolException("item " + (this.expected + items.count() - 1) + " came, but only "
					+ this.allowed + " items were asked for", items.id(), null);
		}
		if (items.count() > 0) {
			addAll(items);
		}
	}

	/**
	 * Add what came at once instead of as items, however much it is.
	 * @param items the items
	 */
	public void addAll(Items items) {
		long before = this.expected;
		if (before == 0 && items.count() > 0) {
			this.firstAt = System.nanoTime();
		}
		this.expected = before + items.count();
		this.arrived.add(items);
		this.onChange.run();
	}

	/**
	 * Return whether as many items have come as a message says.
	 * @param items the number, negative if the message says nothing
	 */
	public boolean hasAll(long items) {
		return items < 0 || items == this.expected;
	}

	/**
	 * Return how many items have come. Called on any thread.
	 */
	public long count() {
		return this.expected;
	}

	/**
	 * Return when the first item came. Called on any thread.
	 * @return the time in the terms of {@link System#nanoTime()}, 0 if none has come
	 */
	public long firstAt() {
		return this.firstAt;
	}

	/**
	 * Return whether any item has come.
	 */
	public boolean hasBegun() {
		return this.expected > 0;
	}

	/**
	 * Say that no more comes. Only the first end counts. Called on any thread.
	 * @param end gives what the stream has failed with, {@code null} for nothing
	 */
	public synchronized void end(Supplier<? extends @Nullable Throwable> end) {
		if (this.end == null) {
			this.end = end;
			this.onChange.run();
		}
	}

	/**
	 * Return what a second reader gets: no item, and the end.
	 * @param failure what its stream has failed with
	 */
	public IncomingItems refused(Throwable failure) {
		IncomingItems refused = new IncomingItems(this.codec, this.type, this.origin);
		refused.end(() -> failure);
		return refused;
	}

	/**
	 * Return whether an item is there to be read.
	 */
	boolean hasItem() {
		while (this.left == 0) {
			Items next = this.arrived.poll();
			if (next == null) {
				return false;
			}
			// All of the message is kept for its items.
			this.window.arrived(next.count(), next.values().array().length);
			this.left = next.count();
			this.reader = this.codec.itemReader(next.values(), this.type);
		}
		return true;
	}

	/**
	 * Read the next item, which is there.
	 * @return the item, or {@code null} if it is nil
	 * @throws io.multifrost.ValueConversionException if it does not fit its type
	 */
	@Nullable Object read() {
		Object item = convert();
		this.left--;
		if (this.left == 0) {
			this.reader = null;
		}
		this.window.read();
		if (this.end == null) {
			grant();
		}
		return item;
	}

	private @Nullable Object convert() {
		try {
			return Objects.requireNonNull(this.reader).read(this.index++);
		}
		catch (ValueConversionException ex) {
			throw new ValueConversionException(this.origin + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Let the sender send as much as there is room for.
	 */
	void grant() {
		Upstream upstream = this.upstream;
		int more = (upstream != null) ? this.window.grant() : 0;
		if (upstream != null && more > 0) {
			this.allowed = this.window.granted();
			upstream.grant(more);
		}
	}

	/**
	 * Return how the stream ends, when all that has come is read.
	 * @return the end, or {@code null} if more may come. To be asked before
	 * {@link #hasItem()}: an item that comes after the one is asked is not missed then
	 */
	@Nullable Supplier<? extends @Nullable Throwable> end() {
		return this.end;
	}

	/**
	 * Drop what comes, and tell the sender that it is to stop. Called on any thread.
	 */
	void cancel() {
		Upstream upstream = this.upstream;
		if (upstream != null && this.end == null) {
			upstream.cancel();
		}
	}

	/**
	 * The reader wants an item and none is there, or this is over. Called by the reader,
	 * again as often as it looks.
	 */
	void waits(boolean waits) {
		if (!waits) {
			this.waitingSince = 0;
		}
		else if (this.waitingSince == 0) {
			long now = System.nanoTime();
			this.waitingSince = (now != 0) ? now : 1;
		}
	}

	/**
	 * Return how long the reader may still wait for the next item.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds, not positive if the time is over
	 */
	public long nanosLeft(long now) {
		long since = this.waitingSince;
		// One that has come and was not read yet is not late, be its reader ever so busy.
		boolean waits = since != 0 && this.itemTimeout != Long.MAX_VALUE && this.arrived.isEmpty();
		return waits ? this.itemTimeout - (now - since) : this.itemTimeout;
	}

}
