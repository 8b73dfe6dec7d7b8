package io.multifrost.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.multifrost.internal.WorkerLogRecord;

/**
 * Cuts bytes into lines, without ever keeping more than a bounded part of one. What a
 * carriage return lets the next text overwrite, such as the steps of a progress bar, is a
 * line where one is due, and left out otherwise, since the next one tells more. Not safe
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

	/** Whether the last byte was a carriage return. */
	private boolean returned;

	private final Consumer<String> consumer;

	private final BooleanSupplier stepDue;

	/**
	 * Create a splitter.
	 * @param consumer takes the lines
	 * @param stepDue asked for each text that is overwritten whether it is a line
	 */
	LineSplitter(Consumer<String> consumer, BooleanSupplier stepDue) {
		this.consumer = consumer;
		this.stepDue = stepDue;
	}

	/**
	 * Take bytes and deliver the lines that they complete.
	 * @param bytes the bytes
	 * @param length the number of bytes to take
	 */
	void accept(byte[] bytes, int length) {
		int start = 0;
		for (int i = 0; i < length; i++) {
			if (bytes[i] == WorkerLogRecord.MARK && (this.heldLength > 0 || i > start)) {
				// What is logged does not wait for the end of what was printed.
				endLine(bytes, start, i);
				start = i;
			}
			else if (bytes[i] == '\n') {
				endLine(bytes, start, i);
				start = i + 1;
			}
			else if (this.returned && bytes[i] != '\r') {
				endStep(bytes, start, i);
				start = i;
			}
			this.returned = bytes[i] == '\r';
		}
		hold(bytes, start, length);
	}

	/**
	 * Deliver what is left, a line without an end.
	 */
	void finish() {
		flush();
		this.continued = false;
	}

	/**
	 * Deliver what there is of a line whose end may be long in coming, such as a
	 * question. What follows is a line of its own.
	 */
	void flush() {
		if (this.heldLength > 0) {
			this.continued = true; // carriage returns alone are no line
			endLine(this.held, 0, 0);
			this.continued = true;
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
		hold(bytes, from, to);
		int end = this.heldLength;
		while (end > 0 && this.held[end - 1] == '\r') {
			end--;
		}
		boolean restOfNothing = this.continued && end == 0;
		this.continued = false;
		this.heldLength = 0;
		if (!restOfNothing) {
			this.consumer.accept(new String(this.held, 0, end, StandardCharsets.UTF_8));
		}
	}

	private void endStep(byte[] bytes, int from, int to) {
		boolean empty = areReturns(this.held, 0, this.heldLength) && areReturns(bytes, from, to);
		if (!empty && this.stepDue.getAsBoolean()) {
			endLine(bytes, from, to);
		}
		else {
			this.heldLength = 0;
		}
		// Of what overwrites it, nothing was delivered.
		this.continued = false;
	}

	private static boolean areReturns(byte[] bytes, int from, int to) {
		int position = from;
		while (position < to && bytes[position] == '\r') {
			position++;
		}
		return position == to;
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
