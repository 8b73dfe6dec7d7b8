package io.multifrost.message;

import java.util.Arrays;

import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

/**
 * Collects the bytes of one message in an array that begins small and grows, and stops at
 * the limit. The packer's own output begins with 8 KB, which is much for a call of 130
 * bytes.
 */
final class PayloadOutput implements MessageBufferOutput {

	private static final int INITIAL_SIZE = 224;

	private static final int LEAST_ROOM = 32;

	private final CodecLimits limits;

	private byte[] array = new byte[INITIAL_SIZE];

	private int size;

	PayloadOutput(CodecLimits limits) {
		this.limits = limits;
	}

	@Override
	public MessageBuffer next(int minimumSize) {
		int room = Math.max(minimumSize, LEAST_ROOM);
		ensureRoom(room);
		return MessageBuffer.wrap(this.array, this.size, this.array.length - this.size);
	}

	@Override
	public void writeBuffer(int length) {
		checkSize(length);
		this.size += length;
	}

	@Override
	public void write(byte[] buffer, int offset, int length) {
		checkSize(length);
		ensureRoom(length);
		System.arraycopy(buffer, offset, this.array, this.size, length);
		this.size += length;
	}

	@Override
	public void add(byte[] buffer, int offset, int length) {
		write(buffer, offset, length);
	}

	@Override
	public void flush() {
		// Nothing lies behind the array
	}

	@Override
	public void close() {
		// Holds nothing but memory
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.array, this.size);
	}

	private void checkSize(int more) {
		long total = (long) this.size + more;
		if (total > this.limits.maxMessageSize()) {
			throw CodecFault.messageSize(total, this.limits);
		}
	}

	private void ensureRoom(int room) {
		long needed = (long) this.size + room;
		if (needed > this.array.length) {
			long doubled = Math.max(needed, 2L * this.array.length);
			this.array = Arrays.copyOf(this.array, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
		}
	}

}
