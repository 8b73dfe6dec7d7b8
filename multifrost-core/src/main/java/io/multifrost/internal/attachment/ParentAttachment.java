package io.multifrost.internal.attachment;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;

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

	/** Runs while there is no connection; on the I/O thread alone. */
	private @Nullable IoTimer timer;

	/** Whether there was a connection, and is none any more. */
	private volatile boolean lost;

	/** Whether the worker ends, and waits only for what its parent still sends. */
	private volatile boolean ending;

	public ParentAttachment(int port, Runnable onParentGone) {
		this.port = port;
		this.onParentGone = onParentGone;
	}

	@Override
	public Link open(IoLoop loop, LinkOptions options, AttachedListener receiver) {
		try {
			receiver.onConnection((connected) -> onConnection(loop, connected));
			loop.execute(() -> expectParent(loop, CONNECT_TIMEOUT));
			return loop.connectRouter(Endpoint.loopback(this.port), options, receiver).join();
		}
		catch (CompletionException ex) {
			throw new MultifrostException("The worker cannot reach its parent at port " + this.port, ex.getCause());
		}
	}

	@Override
	public void withdraw() {
		// It was not announced. But from now on a parent that is lost does not come back.
		this.ending = true;
		if (this.lost) {
			this.onParentGone.run();
		}
	}

	private void expectParent(IoLoop loop, Duration grace) {
		if (this.timer == null) {
			this.timer = loop.schedule(grace, this.onParentGone);
		}
	}

	private void onConnection(IoLoop loop, boolean connected) {
		this.lost = !connected;
		if (connected) {
			if (this.timer != null) {
				this.timer.cancel();
				this.timer = null;
			}
		}
		else if (this.ending) {
			this.onParentGone.run();
		}
		else {
			expectParent(loop, PARENT_GRACE);
		}
	}

}
