package io.multifrost.internal.jeromq;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The keys that are ready, of which each is put in once and taken out soon, on one
 * thread. It makes no garbage, unlike the usual sets, since the poller goes through it
 * several times for each message.
 */
final class ReadyKeys extends AbstractSet<SelectionKey> {

	private final Cursor cursor = new Cursor();

	private @Nullable SelectionKey[] keys = new SelectionKey[16];

	private int size;

	private @Nullable SelectionKey served;

	/**
	 * Add a key that is not in, since all are taken out before the next look.
	 */
	@Override
	public boolean add(SelectionKey key) {
		if (this.size == this.keys.length) {
			this.keys = Arrays.copyOf(this.keys, 2 * this.size);
		}
		this.keys[this.size] = key;
		this.size++;
		return true;
	}

	@Override
	public int size() {
		return this.size;
	}

	/**
	 * Return the one iterator, at its beginning.
	 */
	@Override
	public Iterator<SelectionKey> iterator() {
		this.cursor.next = 0;
		return this.cursor;
	}

	/**
	 * Return the key that was given out last, until it is known that there are no more.
	 */
	@Nullable SelectionKey served() {
		return this.served;
	}

	/**
	 * Forget all keys, among them the one that was given out last.
	 */
	@Override
	public void clear() {
		Arrays.fill(this.keys, 0, this.size, null);
		this.size = 0;
		this.served = null;
	}

	private final class Cursor implements Iterator<SelectionKey> {

		private int next;

		@Override
		public boolean hasNext() {
			boolean more = this.next < ReadyKeys.this.size;
			if (!more) {
				ReadyKeys.this.served = null;
			}
			return more;
		}

		@Override
		public SelectionKey next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			this.next++;
			SelectionKey key = Objects.requireNonNull(ReadyKeys.this.keys[this.next - 1]);
			ReadyKeys.this.served = key;
			return key;
		}

		@Override
		public void remove() {
			this.next--;
			ReadyKeys.this.size--;
			// The order of the keys means nothing: the last one fills the gap.
			ReadyKeys.this.keys[this.next] = ReadyKeys.this.keys[ReadyKeys.this.size];
			ReadyKeys.this.keys[ReadyKeys.this.size] = null;
		}

	}

}
