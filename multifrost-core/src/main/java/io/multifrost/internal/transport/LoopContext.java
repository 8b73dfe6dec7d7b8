package io.multifrost.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.SocketBase;

/**
 * A context of JeroMQ's whose one I/O thread is ours as well: it has our name, runs in
 * our frame, and sleeps in a {@link LoopSelector}.
 */
final class LoopContext extends Ctx {

	/** How JeroMQ begins the name of its I/O threads. */
	private static final String IO_THREAD = "iothread";

	/** Each worker takes one socket in its parent; JeroMQ's own limit is 1,024. */
	private static final int MAX_SOCKETS = 10_000;

	private final LoopSelector.Work work;

	private @Nullable LoopSelector selector;

	private @Nullable Thread thread;

	/** JeroMQ asks for a thread and then, for the same poller, for a selector. */
	private boolean pollerComing;

	/**
	 * Create a context, whose threads are started with its first socket.
	 * @param work what the I/O thread does beside JeroMQ's work
	 * @param frame makes what the I/O thread runs of what JeroMQ wants it to run
	 */
	LoopContext(LoopSelector.Work work, UnaryOperator<Runnable> frame) {
		this.work = work;
		set(zmq.ZMQ.ZMQ_MAX_SOCKETS, MAX_SOCKETS);
		setThreadFactory((task, name) -> createThread(task, name, frame));
	}

	private Thread createThread(Runnable task, String name, UnaryOperator<Runnable> frame) {
		boolean io = name.startsWith(IO_THREAD);
		Thread created = new Thread(io ? frame.apply(task) : task, io ? "multifrost-io" : name);
		created.setDaemon(true);
		created.setUncaughtExceptionHandler(getUncaughtExceptionHandler());
		if (io) {
			this.thread = created;
			this.pollerComing = true;
		}
		return created;
	}

	/**
	 * Start the threads.
	 */
	void start() {
		socket(SocketType.PAIR).close();
	}

	@Override
	public Selector createSelector() {
		Selector created = super.createSelector();
		if (!this.pollerComing) {
			return created;
		}
		this.pollerComing = false;
		LoopSelector wrapped = new LoopSelector(created, this.work);
		this.selector = wrapped;
		return wrapped;
	}

	@Override
	public boolean closeSelector(Selector closed) {
		if (closed instanceof LoopSelector wrapped) {
			closeQuietly(wrapped);
			return super.closeSelector(wrapped.delegate());
		}
		return super.closeSelector(closed);
	}

	private static void closeQuietly(LoopSelector selector) {
		try {
			selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Open a socket.
	 * @param type its type
	 * @return the socket
	 * @throws RuntimeException if there are too many, or the context is being closed
	 */
	ZMQ.Socket socket(SocketType type) {
		return new LoopSocket(createSocket(type.type()));
	}

	LoopSelector selector() {
		if (this.selector == null) {
			throw new IllegalStateException("The I/O thread was not started");
		}
		return this.selector;
	}

	Thread thread() {
		if (this.thread == null) {
			throw new IllegalStateException("The I/O thread was not started");
		}
		return this.thread;
	}

	/**
	 * A socket of this context.
	 */
	private static final class LoopSocket extends ZMQ.Socket {

		LoopSocket(SocketBase base) {
			super(base);
		}

	}

}
