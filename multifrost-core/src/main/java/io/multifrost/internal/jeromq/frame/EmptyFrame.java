package io.multifrost.internal.jeromq.frame;

import java.nio.ByteBuffer;

import zmq.Msg;

/**
 * The frame that separates the address of a message from its payload. Half of all frames
 * are empty, and JeroMQ makes three objects for each.
 */
public final class EmptyFrame extends Msg {

	private static final byte[] BYTES = new byte[0];

	private static final ByteBuffer BUFFER = ByteBuffer.wrap(BYTES);

	public EmptyFrame() {
		super(BYTES);
	}

	/**
	 * Return the buffer itself, not a copy: there is nothing to read from it, or write to
	 * it.
	 */
	@Override
	public ByteBuffer buf() {
		return BUFFER;
	}

}
