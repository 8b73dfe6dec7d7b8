package io.multifrost.internal.jeromq.frame;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Allocates frames as they are announced. JeroMQ 0.6.0 compares the announced length with
 * its limit before it cuts it to 32 bits, and takes lengths beyond 2^63 for negative, so
 * that some of them pass; and an error on its I/O thread would be the end of all
 * connections. A frame that cannot be had is empty instead: what follows on this
 * connection is garbage then, and is dropped as such.
 */
public final class BoundedAllocator implements MsgAllocator {

	private final long maxFrameSize;

	public BoundedAllocator(long maxFrameSize) {
		this.maxFrameSize = maxFrameSize;
	}

	@Override
	public Msg allocate(int size) {
		if (size <= 0 || size > this.maxFrameSize) {
			return new EmptyFrame();
		}
		try {
			return new Msg(size);
		}
		catch (OutOfMemoryError ex) {
			return new EmptyFrame();
		}
	}

}
