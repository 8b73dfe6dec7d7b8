package io.multifrost.internal.jeromq;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;

/**
 * A link that is being opened.
 */
final class LinkOpening implements Runnable {

	private final EventLoop loop;

	private final SocketType type;

	private final Way way;

	private final Endpoint endpoint;

	private final LinkOptions options;

	private final LinkListener listener;

	private final CompletableFuture<Link> link = new CompletableFuture<>();

	private @Nullable LoopSocket socket;

	LinkOpening(EventLoop loop, SocketType type, Way way, Endpoint endpoint, LinkOptions options,
			LinkListener listener) {
		this.loop = loop;
		this.type = type;
		this.way = way;
		this.endpoint = endpoint;
		this.options = options;
		this.listener = listener;
	}

	SocketType type() {
		return this.type;
	}

	/**
	 * Return the link.
	 * @return completed when it is bound, or has begun to connect
	 */
	CompletableFuture<Link> link() {
		return this.link;
	}

	/**
	 * Give it its socket, before it is run.
	 * @param socket a socket, which is closed if the link cannot be opened
	 */
	void use(LoopSocket socket) {
		this.socket = socket;
	}

	/**
	 * Open the link. Called on the I/O thread.
	 */
	@Override
	public void run() {
		LoopSocket socket = Objects.requireNonNull(this.socket, "socket");
		Link created = null;
		try {
			created = new Link(this.loop, socket, this.type == SocketType.ROUTER, this.options, this.listener);
			if (this.way == Way.BIND) {
				created.bind(this.endpoint);
			}
			else {
				created.connect(this.endpoint);
			}
			this.listener.onOpen(created);
			this.loop.register(created);
			this.link.complete(created);
		}
		catch (Throwable ex) {
			fail(ex);
			close(socket, created);
		}
	}

	private static void close(LoopSocket socket, @Nullable Link created) {
		if (created != null) {
			created.dispose();
		}
		else {
			socket.close();
		}
	}

	/**
	 * Tell whoever waits for the link that there is none.
	 * @param failure why, whatever it is
	 */
	void fail(Throwable failure) {
		this.link.completeExceptionally(failure);
	}

	/**
	 * How a socket finds its peers.
	 */
	enum Way {

		BIND, CONNECT

	}

}
