package io.multifrost.internal.jeromq;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.zeromq.SocketType;

/**
 * The loop that the links of this process share: opens links on it, runs tasks on its
 * thread, and ends it with its last holder. There is one, and another for each
 * {@value #MAX_HOLDERS} holders more: after most messages JeroMQ looks at all connections
 * of a thread.
 */
public final class IoLoop extends EventLoop implements AutoCloseable {

	private static final Object lock = new Object();

	/** With a thousand a call took three times as long as with one. */
	static final int MAX_HOLDERS = 64;

	private static final List<IoLoop> loops = new ArrayList<>();

	private int holders;

	private IoLoop() {
	}

	/**
	 * Return a loop for one link, whose thread starts with the first of its links. Each
	 * call is to be followed by one call of {@link #close()}.
	 * @return the loop that links of this process share, or one more of them
	 */
	public static IoLoop acquire() {
		synchronized (lock) {
			for (IoLoop loop : loops) {
				if (loop.holders < MAX_HOLDERS && loop.isUsable()) {
					loop.holders++;
					return loop;
				}
			}
			IoLoop added = new IoLoop();
			added.holders = 1;
			loops.add(added);
			return added;
		}
	}

	/**
	 * Give the loop back. With its last holder the loop ends: links that are still open
	 * are closed, and the thread and those of JeroMQ are gone when this method returns.
	 */
	@Override
	public void close() {
		synchronized (lock) {
			this.holders--;
			if (this.holders > 0) {
				return;
			}
			loops.remove(this);
		}
		stop();
	}

	/**
	 * Open a DEALER socket that listens.
	 * @param endpoint where to bind; port 0 binds any free port
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, bound; the future fails if the endpoint cannot be bound
	 */
	public CompletableFuture<Link> bindDealer(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.DEALER, true, endpoint, options, listener);
	}

	/**
	 * Open a DEALER socket that connects.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectDealer(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.DEALER, false, endpoint, options, listener);
	}

	/**
	 * Open a ROUTER socket that listens.
	 * @param endpoint where to bind; port 0 binds any free port
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, bound; the future fails if the endpoint cannot be bound
	 */
	public CompletableFuture<Link> bindRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.ROUTER, true, endpoint, options, listener);
	}

	/**
	 * Open a ROUTER socket that connects, as a spawned worker does to its parent.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.ROUTER, false, endpoint, options, listener);
	}

	private CompletableFuture<Link> open(SocketType type, boolean listens, Endpoint endpoint, LinkOptions options,
			LinkListener listener) {
		CompletableFuture<Link> link = new CompletableFuture<>();
		open(new LinkOpening(type, listens, endpoint, options, listener, link));
		return link;
	}

}
