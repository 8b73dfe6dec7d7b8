package io.multifrost.internal.stream;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.ItemWriter;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.NumberArray;

/**
 * Puts items that are made faster than they leave into one message. The first is not held
 * back for the others: the I/O thread takes what there is as soon as it can, but never
 * waits for an item that is just written, which may run code of users. Safe for use by
 * any thread.
 */
final class ItemBatch {

	private static final int MAX_BYTES = 32 * 1024;

	private static final int MAX_COUNT = 512;

	/** The share of a message beyond which an item travels alone. */
	private static final int LARGE_SHARE = 4;

	private final Outlet outlet;

	private final MessageCodec codec;

	private final StreamOrigin origin;

	private final Consumer<Throwable> onFailure;

	private final int maxCount;

	private final int maxBytes;

	private final ReentrantLock lock = new ReentrantLock();

	/** What waits to be sent; guarded by the lock, as the numbers are. */
	private @Nullable ItemWriter writer;

	private long sent;

	private boolean announced;

	private boolean closed;

	/** Whether the I/O thread has come for what waits. */
	private volatile boolean due;

	/**
	 * Create a batch.
	 * @param outlet sends the messages
	 * @param codec writes them
	 * @param origin what the items belong to
	 * @param onFailure told, on the I/O thread, that what waits cannot be sent
	 */
	ItemBatch(Outlet outlet, MessageCodec codec, StreamOrigin origin, Consumer<Throwable> onFailure) {
		this.outlet = outlet;
		this.codec = codec;
		this.origin = origin;
		this.onFailure = onFailure;
		this.maxCount = origin.batch() ? MAX_COUNT : 1;
		this.maxBytes = Math.min(MAX_BYTES, codec.limits().maxMessageSize() / LARGE_SHARE);
	}

	/**
	 * Add an item. What comes after the end is dropped.
	 * @param item the item
	 * @throws io.multifrost.MultifrostException if it has no form on the wire, or is
	 * beyond a limit; those before it are sent all the same
	 */
	void add(@Nullable Object item) {
		this.lock.lock();
		try {
			if (!this.closed) {
				write(item);
			}
		}
		finally {
			this.lock.unlock();
		}
		flushIfDue();
	}

	private void write(@Nullable Object item) {
		ItemWriter writer = this.writer;
		if (writer == null) {
			writer = this.codec.itemWriter(this.origin.version(), this.origin.compressor(), this.maxBytes);
			this.writer = writer;
		}
		Object form = (this.origin.arrays() && item != null && NumberArray.isNumbers(item)) ? new NumberArray(item)
				: item;
		writer.write(form, this.sent + writer.count());
		if (writer.count() >= this.maxCount || writer.length() >= this.maxBytes) {
			flush();
		}
		else if (!this.announced) {
			this.announced = true;
			this.outlet.soon(this::flushAnnounced);
		}
	}

	private void flushAnnounced() {
		this.due = true;
		try {
			flushIfDue();
		}
		catch (Throwable ex) {
			this.onFailure.accept(ex);
		}
	}

	/**
	 * Send what waits if the I/O thread has asked for that, unless another thread has the
	 * lock, which does it afterwards.
	 */
	private void flushIfDue() {
		while (this.due && this.lock.tryLock()) {
			try {
				this.due = false;
				this.announced = false;
				flush();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void flush() {
		ItemWriter writer = this.writer;
		this.writer = null;
		if (writer == null || writer.count() == 0) {
			return;
		}
		EncodedValue values = writer.finish();
		int before = writer.lengthBeforeLast();
		if (before > 0 && values.length() - before >= this.maxBytes) {
			// Together they may be beyond what a message may have, where each is not.
			send(writer.count() - 1, new EncodedValue(values.array(), values.offset(), before));
			send(1, new EncodedValue(values.array(), values.offset() + before, values.length() - before));
		}
		else {
			send(writer.count(), values);
		}
	}

	private void send(int count, EncodedValue values) {
		this.outlet.send(new Items(this.origin.version(), this.origin.id(), this.origin.argument(), this.sent, count,
				values, Map.of()));
		this.sent += count;
	}

	/**
	 * Send what waits, and nothing afterwards.
	 * @param drop whether to drop instead what waits
	 * @return how many items were sent
	 */
	long end(boolean drop) {
		this.lock.lock();
		try {
			this.closed = true;
			if (!drop) {
				flush();
			}
			this.writer = null;
			return this.sent;
		}
		finally {
			this.lock.unlock();
		}
	}

}
