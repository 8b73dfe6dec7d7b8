package io.multifrost.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines, without ever keeping more than a bounded part of one. Not safe
 * for use by several threads.
 */
final class LineSplitter {

	/**
	 * A longer line is delivered in pieces of about this many bytes, so that a process
	 * which never ends its line cannot fill the memory.
	 */
	static final int MAX_LINE_BYTES = 8 * 1024;

	private final byte[] held = new byte[MAX_LINE_BYTES];

	private int heldLength;

	/**
	 * Whether a piece of the current line was delivered already.
	 */
	private boolean continued;

	private final Consumer<String> consumer;

	LineSplitter(Consumer<String> consumer) {
		this.consumer = consumer;
	}

	/**
	 * Take bytes and deliver the lines that they complete.
	 * @param bytes the bytes
	 * @param length the number of bytes to take
	 */
	void accept(byte[] bytes, int length) {
		int start = 0;
		for (int i = 0; i < length; i++) {
			if (bytes[i] == '\n') {
				endLine(bytes, start, i);
				start = i + 1;
			}
		}
		hold(bytes, start, length);
	}

	/**
	 * Deliver what is left, a line without an end.
	 */
	void finish() {
		if (this.heldLength > 0) {
			endLine(this.held, 0, 0);
		}
	}

	/**
	 * Return the part of the last line that was not delivered yet.
	 * @return the part, empty if there is none
	 */
	String unfinished() {
		return new String(this.held, 0, this.heldLength, StandardCharsets.UTF_8);
	}

	private void endLine(byte[] bytes, int from, int to) {
		if (this.heldLength == 0 && to - from <= MAX_LINE_BYTES) {
			deliverLine(bytes, from, to);
			return;
		}
		hold(bytes, from, to);
		int length = this.heldLength;
		this.heldLength = 0;
		deliverLine(this.held, 0, length);
	}

	private void hold(byte[] bytes, int from, int to) {
		int position = from;
		while (position < to) {
			if (this.heldLength == MAX_LINE_BYTES) {
				deliverPiece();
			}
			int count = Math.min(MAX_LINE_BYTES - this.heldLength, to - position);
			System.arraycopy(bytes, position, this.held, this.heldLength, count);
			this.heldLength += count;
			position += count;
		}
	}

	private void deliverPiece() {
		int cut = lastCharacterEnd();
		String piece = new String(this.held, 0, cut, StandardCharsets.UTF_8);
		this.heldLength -= cut;
		System.arraycopy(this.held, cut, this.held, 0, this.heldLength);
		this.continued = true;
		this.consumer.accept(piece);
	}

	private void deliverLine(byte[] bytes, int from, int to) {
		int end = (to > from && bytes[to - 1] == '\r') ? to - 1 : to;
		boolean restOfNothing = this.continued && end == from;
		this.continued = false;
		if (!restOfNothing) {
			this.consumer.accept(new String(bytes, from, end - from, StandardCharsets.UTF_8));
		}
	}

	// Find where to cut the full buffer so that no character is cut in two.
	private int lastCharacterEnd() {
		for (int back = 1; back <= 3; back++) {
			int lead = this.held[this.heldLength - back] & 0xFF;
			if (lead >= 0xC0) {
				int needed = (lead >= 0xF0) ? 4 : (lead >= 0xE0) ? 3 : 2;
				return (needed > back) ? this.heldLength - back : this.heldLength;
			}
			if (lead < 0x80) {
				break;
			}
		}
		return this.heldLength;
	}

}
