package io.multifrost.internal.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

import io.multifrost.CodecLimits;

/**
 * The bytes of a message that is being written: an array that begins small and grows, and
 * stops at the limit of a message. The packer that writes them is used again for the next
 * message of the thread.
 */
final class MessageBytes implements MessageBufferOutput {

	/** Enough for most calls. */
	private static final int INITIAL_SIZE = 1024;

	/** From here on a value is worth an array of its very size. */
	private static final int LARGE = 64 * 1024;

	private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	/**
	 * What takes the thread's next message. It is taken out meanwhile, since a value may
	 * run code that writes another message.
	 */
	private static final ThreadLocal<@Nullable MessageBytes> spare = new ThreadLocal<>();

	private final byte[] initial = new byte[INITIAL_SIZE];

	private final MessageBuffer wholeInitial = Msgpack.buffer(this.initial, 0, INITIAL_SIZE);

	private final MessagePacker packer = Msgpack.packer(this);

	private CodecLimits limits = CodecLimits.DEFAULTS;

	private byte[] array = this.initial;

	private int size;

	/** Bytes that were ever written past the packer, which does not count them. */
	private long appended;

	private MessageBytes() {
	}

	/**
	 * Begin a message.
	 * @param limits the limits of the message
	 */
	static MessageBytes begin(CodecLimits limits) {
		MessageBytes spared = spare.get();
		spare.set(null);
		MessageBytes bytes = (spared != null) ? spared : new MessageBytes();
		bytes.limits = limits;
		return bytes;
	}

	MessagePacker packer() {
		return this.packer;
	}

	/**
	 * Return how many bytes were ever written, in this message and those before it.
	 */
	long written() {
		return this.packer.getTotalWrittenBytes() + this.appended;
	}

	/**
	 * Return what was written, in an array that nobody else has. Nothing can be written
	 * afterwards.
	 */
	byte[] finish() throws IOException {
		this.packer.flush();
		boolean own = this.array != this.initial && this.size == this.array.length;
		byte[] message = own ? this.array : Arrays.copyOf(this.array, this.size);
		this.array = this.initial;
		this.size = 0;
		spare.set(this);
		return message;
	}

	/**
	 * Make room for what is written next, so that it need not be made bit by bit.
	 * @param bytes how many bytes that will be
	 */
	void reserve(long bytes) throws IOException {
		this.packer.flush();
		// What is beyond the limit of a message is refused, whatever is beyond an int.
		ensureRoom((int) Math.min(bytes, Integer.MAX_VALUE));
	}

	/**
	 * Add bytes that are written past the packer.
	 * @param bytes their number
	 * @return where they are to be put, before anything else is written
	 */
	ByteBuffer append(int bytes) throws IOException {
		reserve(bytes);
		this.size += bytes;
		this.appended += bytes;
		return ByteBuffer.wrap(this.array, this.size - bytes, bytes);
	}

	@Override
	public MessageBuffer next(int minimumSize) {
		ensureRoom(minimumSize);
		int end = Math.min(this.array.length, this.limits.maxMessageSize());
		return (this.size == 0 && this.array == this.initial && end == INITIAL_SIZE) ? this.wholeInitial
				: Msgpack.buffer(this.array, this.size, end - this.size);
	}

	@Override
	public void writeBuffer(int length) {
		this.size += length;
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		ensureRoom(length);
		System.arraycopy(bytes, offset, this.array, this.size, length);
		this.size += length;
	}

	@Override
	public void add(byte[] bytes, int offset, int length) {
		write(bytes, offset, length);
	}

	private void ensureRoom(int more) {
		long needed = (long) this.size + more;
		if (needed > this.limits.maxMessageSize()) {
			throw CodecFault.messageSize(needed, this.limits);
		}
		if (needed > this.array.length) {
			// What is large mostly comes last, and then fits without another copy.
			boolean exact = more >= LARGE && more >= this.size;
			long grown = exact ? needed : Math.max(needed, 2L * this.array.length);
			this.array = Arrays.copyOf(this.array, (int) Math.min(grown, MAX_ARRAY));
		}
	}

	@Override
	public void flush() {
		// All is in the array already.
	}

	@Override
	public void close() {
		// Nothing is open.
	}

}
