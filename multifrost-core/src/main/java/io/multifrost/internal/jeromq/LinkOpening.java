package io.multifrost.internal.jeromq;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;

/**
 * A link that is being opened.
 *
 * @param type the type of its socket
 * @param listens whether it is bound, and not connected
 * @param endpoint where; port 0 to bind any free one
 * @param options the options of the socket
 * @param listener what to call on the I/O thread
 * @param link completed when the link is bound, or has begun to connect
 */
record LinkOpening(SocketType type, boolean listens, Endpoint endpoint, LinkOptions options, LinkListener listener,
		CompletableFuture<Link> link) {

	/**
	 * Open the link. Called on the I/O thread.
	 * @param loop the loop of that thread
	 * @param socket a socket, which is closed if the link cannot be opened
	 */
	void open(EventLoop loop, LoopSocket socket) {
		Link created = null;
		try {
			created = new Link(loop, socket, this.type == SocketType.ROUTER, this.options, this.listener);
			created.open(this.listens, this.endpoint);
			this.listener.onOpen(created);
			loop.register(created);
			this.link.complete(created);
		}
		catch (Throwable ex) {
			fail(ex);
			close(socket, created);
		}
	}

	private static void close(LoopSocket socket, @Nullable Link created) {
		if (created != null) {
			created.driver().dispose();
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

}
