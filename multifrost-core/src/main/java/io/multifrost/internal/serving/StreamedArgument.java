package io.multifrost.internal.serving;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.stream.Upstream;

/**
 * One argument that comes in items. Safe for use by any thread.
 */
final class StreamedArgument {

	private final int index;

	private final boolean bytes;

	private @Nullable IncomingItems items;

	private @Nullable Throwable failure;

	/** The end that came before the function asked for items. */
	private @Nullable ItemsEnd early;

	StreamedArgument(int index, boolean bytes) {
		this.index = index;
		this.bytes = bytes;
	}

	/**
	 * Return whether the items are chunks of bytes.
	 */
	boolean isBytes() {
		return this.bytes;
	}

	/**
	 * Ask the parent for the items.
	 * @param codec reads them
	 * @param type the Java type of each
	 * @param upstream the way to the parent
	 * @return the items
	 */
	IncomingItems open(MessageCodec codec, Type type, Upstream upstream) {
		IncomingItems items = new IncomingItems(codec, type, "Argument " + (this.index + 1));
		ItemsEnd early;
		synchronized (this) {
			this.items = items;
			early = this.early;
			if (this.failure != null) {
				Throwable failure = this.failure;
				items.end(() -> failure);
				return items;
			}
		}
		if (early != null) {
			end(early);
			return items;
		}
		items.from(upstream);
		upstream.grant(items.initialCredit());
		return items;
	}

	private synchronized @Nullable IncomingItems items() {
		return this.items;
	}

	void add(Items added) {
		IncomingItems items = items();
		if (items != null) {
			items.add(added);
		}
	}

	void end(ItemsEnd end) {
		IncomingItems items;
		synchronized (this) {
			items = this.items;
			if (items == null) {
				this.early = end;
				return;
			}
		}
		String error = end.error();
		if (error != null) {
			items.end(() -> new MultifrostException(
					"The parent could not send argument " + (this.index + 1) + ": " + error));
		}
		else if (!items.hasAll(end.items())) {
			items.end(() -> new MultifrostException("Argument " + (this.index + 1) + " ended after " + end.items()
					+ " items, of which some are missing"));
		}
		else {
			items.end(() -> null);
		}
	}

	void fail(Throwable cause) {
		IncomingItems items;
		synchronized (this) {
			this.failure = cause;
			items = this.items;
		}
		if (items != null) {
			items.end(() -> cause);
		}
	}

}
