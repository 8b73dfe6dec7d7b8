package io.multifrost.internal.stream;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.ItemWriter;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.MessageCodec;

/**
 * Puts items that are made faster than they leave into one message. The first is not held
 * back for the others: the I/O thread takes what there is as soon as it can. Safe for use
 * by any thread.
 */
final class ItemBatch {

	private static final int MAX_BYTES = 32 * 1024;

	private static final int MAX_COUNT = 512;

	private final Outlet outlet;

	private final MessageCodec codec;

	private final StreamOrigin origin;

	private final int maxCount;

	/** What waits to be sent; guarded by this object, as the numbers are. */
	private @Nullable ItemWriter writer;

	private long sent;

	private boolean announced;

	/**
	 * Create a batch.
	 * @param outlet sends the messages
	 * @param codec writes them
	 * @param origin what the items belong to
	 */
	ItemBatch(Outlet outlet, MessageCodec codec, StreamOrigin origin) {
		this.outlet = outlet;
		this.codec = codec;
		this.origin = origin;
		this.maxCount = origin.batch() ? MAX_COUNT : 1;
	}

	/**
	 * Add an item.
	 * @param item the item
	 * @throws io.multifrost.MultifrostException if it has no form on the wire, or is
	 * beyond a limit; those before it are sent all the same
	 */
	synchronized void add(@Nullable Object item) {
		ItemWriter writer = this.writer;
		if (writer == null) {
			writer = this.codec.itemWriter(this.origin.version(), this.origin.compressor());
			this.writer = writer;
		}
		writer.write(item, this.sent + writer.count());
		if (writer.count() >= this.maxCount || writer.length() >= MAX_BYTES) {
			flush();
		}
		else if (!this.announced) {
			this.announced = true;
			this.outlet.soon(this::flushAnnounced);
		}
	}

	private synchronized void flushAnnounced() {
		this.announced = false;
		flush();
	}

	/**
	 * Send what waits.
	 * @return how many items were sent so far
	 */
	synchronized long flush() {
		ItemWriter writer = this.writer;
		this.writer = null;
		if (writer != null && writer.count() > 0) {
			int count = writer.count();
			this.outlet.send(new Items(this.origin.version(), this.origin.id(), this.origin.argument(), this.sent,
					count, writer.finish(), Map.of()));
			this.sent += count;
		}
		return this.sent;
	}

}
