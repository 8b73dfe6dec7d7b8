package io.multifrost.internal.transport;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import zmq.Msg;

/**
 * A frame that tells how much of it has left. JeroMQ's engine asks for the buffer when it
 * begins to write the frame, and takes from it what the network takes; there is no other
 * way to know what its pipes hold in bytes. Touched by the I/O thread alone.
 */
final class PayloadFrame extends Msg {

	private static final byte[] NOTHING = new byte[0];

	private final int size;

	private byte[] payload;

	private @Nullable ByteBuffer view;

	PayloadFrame(byte[] payload) {
		super(NOTHING);
		this.size = payload.length;
		this.payload = payload;
	}

	/**
	 * What is told here and what {@link #buf()} holds must agree, also where JeroMQ still
	 * writes a frame that was let go of.
	 */
	@Override
	public int size() {
		return this.payload.length;
	}

	@Override
	public byte[] data() {
		return this.payload;
	}

	@Override
	public ByteBuffer buf() {
		ByteBuffer made = ByteBuffer.wrap(this.payload);
		this.view = made;
		return made;
	}

	/**
	 * Return how many bytes have left JeroMQ.
	 */
	int written() {
		ByteBuffer begun = this.view;
		return (begun != null) ? begun.position() : 0;
	}

	/**
	 * Return whether the frame has left JeroMQ as a whole.
	 */
	boolean isWritten() {
		return this.view != null && written() == this.size;
	}

	/**
	 * Let go of the bytes of a frame whose connection has ended: JeroMQ may keep it for
	 * as long as it lingers.
	 */
	void release() {
		this.payload = NOTHING;
	}

}
