package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkListener;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.sendqueue.Route;

/**
 * Spawn mode: the worker connects to the parent that started it, and has no reason to go
 * on when that has gone.
 */
public final class ParentAttachment implements Attachment {

	/** How long the first connection may take on a machine that is busy. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	/** How long a parent may be out of reach before it counts as gone. */
	private static final Duration PARENT_GRACE = Duration.ofSeconds(2);

	private final int port;

	private final Runnable onParentGone;

	/** Whether there was a connection, and is none any more. */
	private volatile boolean lost;

	/** Whether the worker ends, and waits only for what its parent still sends. */
	private volatile boolean ending;

	ParentAttachment(int port, Runnable onParentGone) {
		this.port = port;
		this.onParentGone = onParentGone;
	}

	@Override
	public Link open(IoLoop loop, LinkOptions options, MessageReceiver receiver) {
		try {
			return loop.connectRouter(Endpoint.loopback(this.port), options, new Watch(loop, receiver)).join();
		}
		catch (CompletionException ex) {
			throw new MultifrostException("The worker cannot reach its parent at port " + this.port, ex.getCause());
		}
	}

	@Override
	public void announce(Link link) {
		// The parent that has started it need not look for it.
	}

	@Override
	public void withdraw() {
		// It was not announced. But from now on a parent that is lost does not come back.
		this.ending = true;
		if (this.lost) {
			this.onParentGone.run();
		}
	}

	/**
	 * Watches the connection to the parent. All methods run on the I/O thread.
	 */
	private final class Watch implements LinkListener {

		private final IoLoop loop;

		private final MessageReceiver receiver;

		private @Nullable IoTimer timer;

		Watch(IoLoop loop, MessageReceiver receiver) {
			this.loop = loop;
			this.receiver = receiver;
			loop.execute(() -> expectParent(CONNECT_TIMEOUT));
		}

		private void expectParent(Duration grace) {
			if (this.timer == null) {
				this.timer = this.loop.schedule(grace, ParentAttachment.this.onParentGone);
			}
		}

		@Override
		public void onOpen(Link link) {
			this.receiver.onOpen(link);
		}

		@Override
		public void onConnected() {
			ParentAttachment.this.lost = false;
			if (this.timer != null) {
				this.timer.cancel();
				this.timer = null;
			}
		}

		@Override
		public void onDisconnected() {
			ParentAttachment.this.lost = true;
			if (ParentAttachment.this.ending) {
				ParentAttachment.this.onParentGone.run();
			}
			else {
				expectParent(PARENT_GRACE);
			}
		}

		@Override
		public void onMessage(Route route, byte[] payload) {
			this.receiver.onMessage(route, payload);
		}

		@Override
		public void onMessagesEnd() {
			this.receiver.onMessagesEnd();
		}

		@Override
		public void onDropped(DropReason reason) {
			this.receiver.onDropped(reason);
		}

	}

}
