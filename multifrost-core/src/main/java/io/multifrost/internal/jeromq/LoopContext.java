package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import zmq.Ctx;

/**
 * A context of JeroMQ's whose one I/O thread is ours as well: it has our name, runs in
 * our frame, and sleeps in a {@link LoopSelector}.
 */
final class LoopContext extends Ctx {

	/** How JeroMQ begins the name of its I/O threads. */
	private static final String IO_THREAD = "iothread";

	/** Half of the sockets that JeroMQ allows. */
	private static final int MAX_FAILED_SOCKETS = 500;

	/** How often the thread may fail at ending JeroMQ. */
	private static final int MAX_FAILURES = 3;

	private final EventLoop loop;

	private final AtomicInteger failedSockets = new AtomicInteger();

	private volatile @Nullable Selector selector;

	private volatile @Nullable LoopSelector polled;

	private volatile @Nullable Thread thread;

	private volatile @Nullable MemoryShortage memory;

	/** JeroMQ asks for a thread and then, for the same poller, for a selector. */
	private boolean pollerComing;

	/**
	 * Create a context, whose threads are started with its first socket.
	 * @param loop what the I/O thread does beside JeroMQ's work
	 */
	LoopContext(EventLoop loop) {
		this.loop = loop;
		JeroMqFailures failures = new JeroMqFailures();
		setUncaughtExceptionHandler(failures);
		setNotificationExceptionHandler((thread, failure) -> {
			failures.uncaughtException(thread, failure);
			endServed();
		});
		setThreadFactory(this::newThread);
	}

	@Override
	public Selector createSelector() {
		Selector created = super.createSelector();
		if (!this.pollerComing) {
			return created;
		}
		this.pollerComing = false;
		this.selector = created;
		LoopSelector wrapped = new LoopSelector(created, this.loop);
		this.polled = wrapped;
		this.memory = new MemoryShortage(wrapped, this.loop);
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
	 * End the connection that was being served when JeroMQ failed: it would hang between
	 * two states, and its peer could have JeroMQ fail without an end.
	 */
	private void endServed() {
		if (isIoThread() && this.polled != null && this.polled.served() instanceof SocketChannel connection) {
			ConnectionTable.end(connection);
		}
	}

	/**
	 * Open a socket, with the first of which the threads start. Called on a thread that
	 * nobody interrupts.
	 * @param type its type
	 * @return the socket
	 * @throws RuntimeException if there are too many, or the context is being closed
	 */
	LoopSocket socket(SocketType type) {
		try {
			return new LoopSocket(createSocket(type.type()), this);
		}
		catch (RuntimeException | Error ex) {
			this.failedSockets.incrementAndGet();
			throw ex;
		}
	}

	/**
	 * Return whether sockets can be opened here: JeroMQ loses a place for one with each
	 * that it cannot open.
	 */
	boolean hasPlaces() {
		return this.failedSockets.get() < MAX_FAILED_SOCKETS;
	}

	/**
	 * Return the selector for channels of ours.
	 */
	Selector selector() {
		Selector created = this.selector;
		if (created == null) {
			throw new IllegalStateException("The I/O thread was not started");
		}
		return created;
	}

	/**
	 * Return whether the caller is the I/O thread.
	 */
	boolean isIoThread() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Make a thread that JeroMQ asks for.
	 */
	private Thread newThread(Runnable task, String name) {
		boolean io = name.startsWith(IO_THREAD);
		Thread created = new Thread(io ? new Poller(task) : task, io ? "multifrost-io" : name);
		created.setDaemon(true);
		created.setUncaughtExceptionHandler(getUncaughtExceptionHandler());
		if (io) {
			this.thread = created;
			this.pollerComing = true;
		}
		return created;
	}

	/**
	 * What the I/O thread runs.
	 */
	private final class Poller implements Runnable {

		private final Runnable poller;

		private int failures;

		Poller(Runnable poller) {
			this.poller = poller;
		}

		@Override
		public void run() {
			boolean ended = false;
			while (!ended) {
				ended = runOnce() || this.failures > MAX_FAILURES;
			}
		}

		/**
		 * Run the poller.
		 * @return whether it has ended; where not, it has to go on, if only to end JeroMQ
		 */
		private boolean runOnce() {
			MemoryShortage memory = LoopContext.this.memory;
			try {
				this.poller.run();
				return true;
			}
			catch (Throwable ex) {
				boolean overcome = memory != null && ex instanceof OutOfMemoryError shortage
						&& isOvercome(memory, shortage);
				if (!overcome) {
					this.failures++;
					LoopContext.this.loop.failed(ex);
				}
				return false;
			}
		}

		private static boolean isOvercome(MemoryShortage memory, OutOfMemoryError shortage) {
			try {
				return memory.overcome(shortage);
			}
			catch (Throwable ex) {
				shortage.addSuppressed(ex);
				return false;
			}
		}

	}

}
