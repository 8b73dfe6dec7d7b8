package io.multifrost.internal.jeromq.curve;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Makes a client wait for the server's proof. JeroMQ 0.6.0 takes the command READY at any
 * time, and before WELCOME it opens it with a key of zeros: whoever sends it at once
 * would pass for the server. So the first frame of a connection cannot be a READY here.
 * <p>
 * Used on the I/O thread alone.
 */
public final class WelcomeGuard implements MsgAllocator {

	/** What can come first are a WELCOME, which has this size, and a shorter ERROR. */
	private static final int MAX_SIZE = 168;

	private final MsgAllocator delegate;

	private boolean first;

	/**
	 * Create a guard.
	 * @param delegate allocates all other frames
	 */
	public WelcomeGuard(MsgAllocator delegate) {
		this.delegate = delegate;
	}

	/**
	 * A connection is being made, whose first frame comes next.
	 */
	public void connecting() {
		this.first = true;
	}

	@Override
	public Msg allocate(int size) {
		if (!this.first) {
			return this.delegate.allocate(size);
		}
		this.first = false;
		return new FirstFrame((size > 0 && size <= MAX_SIZE) ? size : 0);
	}

	/**
	 * A frame whose command is not recognized where it is a READY.
	 */
	private static final class FirstFrame extends Msg {

		FirstFrame(int size) {
			super(size);
		}

		/**
		 * JeroMQ asks for the length of the command's name, and then for its letters but
		 * the last.
		 */
		@Override
		public byte get(int index) {
			boolean ready = index == 0 && size() > 1 && super.get(1) == 'R';
			return ready ? 0 : super.get(index);
		}

	}

}
