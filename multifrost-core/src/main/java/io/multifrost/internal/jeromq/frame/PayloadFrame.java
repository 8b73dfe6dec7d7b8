package io.multifrost.internal.jeromq.frame;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import zmq.Msg;

import io.multifrost.internal.sendqueue.SentFrame;

/**
 * A frame that tells how much of it has left. JeroMQ's engine asks for the buffer when it
 * begins to write the frame, and takes from it what the network takes; there is no other
 * way to know what its pipes hold in bytes. Touched by the I/O thread alone.
 */
public final class PayloadFrame extends Msg implements SentFrame {

	private static final byte[] NOTHING = new byte[0];

	private final int size;

	private byte[] payload;

	private @Nullable ByteBuffer view;

	public PayloadFrame(byte[] payload) {
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
	 * How a mechanism that encrypts takes the bytes.
	 */
	@Override
	public void transfer(ByteBuffer destination, int offset, int length) {
		destination.put(this.payload, offset, length);
		buf().position(this.payload.length);
	}

	@Override
	public int written() {
		ByteBuffer begun = this.view;
		return (begun != null) ? begun.position() : 0;
	}

	@Override
	public boolean isWritten() {
		return this.view != null && written() == this.size;
	}

	@Override
	public void release() {
		this.payload = NOTHING;
	}

}
