package io.multifrost.internal.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ValueConversionException;

/**
 * Bytes that come as items, read as one stream of them. For use by one thread at a time;
 * {@link #close()} may be called on any.
 */
public final class ItemInputStream extends InputStream {

	private static final byte[] NOTHING = {};

	private final ItemIterator items;

	private byte[] chunk = NOTHING;

	private int position;

	/** What it has failed with: whoever reads on is not to take that for the end. */
	private @Nullable IOException failure;

	/**
	 * Create a stream.
	 * @param items the items, each a {@code byte[]}
	 */
	public ItemInputStream(ItemIterator items) {
		this.items = items;
	}

	@Override
	public int read() throws IOException {
		return ensureBytes() ? this.chunk[this.position++] & 0xff : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		if (!ensureBytes()) {
			return -1;
		}
		int count = Math.min(length, available());
		System.arraycopy(this.chunk, this.position, bytes, offset, count);
		this.position += count;
		return count;
	}

	private boolean ensureBytes() throws IOException {
		while (available() == 0) {
			if (!nextChunk()) {
				return false;
			}
		}
		return true;
	}

	private boolean nextChunk() throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
		try {
			if (!this.items.hasNext()) {
				if (this.items.isClosed()) {
					// Not the end, for which whoever reads on another thread would take
					// it.
					throw new IOException("The stream was closed");
				}
				return false;
			}
			Object item = this.items.next();
			if (!(item instanceof byte[] bytes)) {
				throw new ValueConversionException("A stream of bytes has an item that is nil");
			}
			this.chunk = bytes;
			this.position = 0;
			return true;
		}
		catch (MultifrostException | CancellationException ex) {
			// What readers of streams expect; the cause says which call it was.
			this.failure = new IOException(ex.getMessage(), ex);
			throw this.failure;
		}
	}

	@Override
	public int available() {
		return this.chunk.length - this.position;
	}

	/**
	 * Give up what is left.
	 */
	@Override
	public void close() {
		this.items.close();
	}

}
