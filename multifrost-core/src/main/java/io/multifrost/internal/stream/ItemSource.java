package io.multifrost.internal.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

/**
 * What gives one item after the other to the thread that asks, and may take its time.
 */
interface ItemSource extends Closeable {

	/** How many bytes one item of a stream of bytes has at most. */
	int CHUNK = 64 * 1024;

	boolean hasNext() throws IOException;

	@Nullable Object next() throws IOException;

	/**
	 * Make a source of what functions return and are given.
	 * @param value a {@linkplain OutgoingItems#isSource source} that is no publisher
	 */
	static ItemSource of(Object value) {
		if (value instanceof InputStream stream) {
			return new Bytes(stream);
		}
		if (value instanceof BaseStream<?, ?> stream) {
			return new Items(stream::iterator, stream);
		}
		Iterator<?> iterator = (Iterator<?>) value;
		return new Items(() -> iterator, (iterator instanceof AutoCloseable closeable) ? closeable : () -> {
		});
	}

	/**
	 * The items of an iterator.
	 */
	final class Items implements ItemSource {

		/** Not asked before the first item is, since it may be code of users too. */
		private final Supplier<? extends Iterator<?>> opening;

		private final AutoCloseable closeable;

		private @Nullable Iterator<?> iterator;

		/**
		 * Create a source.
		 * @param opening gives the iterator
		 * @param closeable closed at the end
		 */
		Items(Supplier<? extends Iterator<?>> opening, AutoCloseable closeable) {
			this.opening = opening;
			this.closeable = closeable;
		}

		private Iterator<?> iterator() {
			Iterator<?> iterator = this.iterator;
			if (iterator == null) {
				iterator = this.opening.get();
				this.iterator = iterator;
			}
			return iterator;
		}

		@Override
		public boolean hasNext() {
			return iterator().hasNext();
		}

		@Override
		public @Nullable Object next() {
			return iterator().next();
		}

		@Override
		public void close() throws IOException {
			try {
				this.closeable.close();
			}
			catch (IOException | RuntimeException ex) {
				throw ex;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (Exception ex) {
				throw new IOException(ex);
			}
		}

	}

	/**
	 * The bytes of a stream, in chunks: as many as there are without waiting for more.
	 */
	final class Bytes implements ItemSource {

		private static final byte[] NOTHING = {};

		private final InputStream stream;

		private byte[] buffer = NOTHING;

		private int length;

		Bytes(InputStream stream) {
			this.stream = stream;
		}

		@Override
		public boolean hasNext() throws IOException {
			if (this.buffer == NOTHING) {
				this.buffer = new byte[CHUNK];
			}
			while (this.length == 0) {
				this.length = this.stream.read(this.buffer, 0, CHUNK);
			}
			return this.length > 0;
		}

		@Override
		public byte[] next() {
			if (this.length <= 0) {
				throw new NoSuchElementException();
			}
			byte[] chunk = Arrays.copyOf(this.buffer, this.length);
			this.length = 0;
			return chunk;
		}

		@Override
		public void close() throws IOException {
			this.stream.close();
		}

	}

}
