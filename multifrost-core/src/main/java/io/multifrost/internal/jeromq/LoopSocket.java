package io.multifrost.internal.jeromq;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/**
 * A socket whose frames are sent and received as JeroMQ holds them. Touched by the I/O
 * thread alone.
 */
final class LoopSocket extends ZMQ.Socket {

	private final SocketBase frames;

	private final LoopContext context;

	LoopSocket(SocketBase base, LoopContext context) {
		super(base);
		this.frames = base;
		this.context = context;
	}

	/**
	 * Send a frame.
	 * @param frame the frame
	 * @param more whether another one of the same message follows
	 * @return whether the socket has taken it; {@link #errno()} says why not
	 */
	boolean sendFrame(Msg frame, boolean more) {
		assert this.context.isIoThread();
		return this.frames.send(frame, more ? ZMQ.SNDMORE | ZMQ.DONTWAIT : ZMQ.DONTWAIT);
	}

	/**
	 * Receive a frame.
	 * @return the frame, or {@code null} if there is none
	 */
	@Nullable Msg receiveFrame() {
		assert this.context.isIoThread();
		return this.frames.recv(ZMQ.DONTWAIT);
	}

}
