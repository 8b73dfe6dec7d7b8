package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolException.Reason;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropCounts;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.Threads;
import io.multifrost.internal.attachment.AttachedListener;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Cancel;
import io.multifrost.internal.message.Message.Credit;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.message.Message.Shutdown;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sendqueue.Route;

/**
 * Reads what parents send. Heartbeats are answered here, on the I/O thread, whatever the
 * functions do.
 */
public final class MessageReceiver implements AttachedListener {

	private static final Logger logger = BackgroundLogger.of(MessageReceiver.class);

	/** How long parents may take to notice that a service takes no more calls. */
	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private static final int MAX_VERSIONS = 1000;

	private final MessageCodec codec;

	private final ErrorEncoder errors;

	private final CallDispatcher dispatcher;

	private final ParentLink parents;

	private final Runnable onShutdown;

	/** Whether the worker ends when it is asked to, which any parent can. */
	private volatile boolean obeys = true;

	/** What shows the parent that has started this process who answers. */
	private volatile Map<String, Object> proof = Map.of();

	/** The version that each parent spoke last, of those that were heard lately. */
	private final Map<Route, ProtocolVersion> versions = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Route, ProtocolVersion> eldest) {
			return size() > MAX_VERSIONS;
		}

	};

	private final DropCounts drops = new DropCounts();

	/** Completed while there is no connection. */
	private volatile CompletableFuture<Void> alone = CompletableFuture.completedFuture(null);

	/** Told whether there is a connection. */
	private volatile Consumer<Boolean> onConnection = (connected) -> {
	};

	public MessageReceiver(MessageCodec codec, ErrorEncoder errors, CallDispatcher dispatcher, ParentLink parents,
			Runnable onShutdown) {
		this.codec = codec;
		this.errors = errors;
		this.dispatcher = dispatcher;
		this.parents = parents;
		this.onShutdown = onShutdown;
	}

	/**
	 * Add something to each answer to a heartbeat.
	 * @param proof the metadata to add
	 */
	public void prove(Map<String, Object> proof) {
		this.proof = proof;
	}

	/**
	 * Count messages that ask the worker to end, and do not follow them.
	 */
	public void ignoreShutdown() {
		this.obeys = false;
	}

	@Override
	public void onConnection(Consumer<Boolean> onConnection) {
		this.onConnection = onConnection;
	}

	@Override
	public void onConnected() {
		if (this.alone.isDone()) {
			this.alone = new CompletableFuture<>();
		}
		this.onConnection.accept(true);
	}

	@Override
	public void onDisconnected() {
		// Items that were on their way are lost, and their parent perhaps too.
		this.dispatcher.streams().stopAll(new MultifrostException("The connection was lost while the call streamed"));
		this.onConnection.accept(false);
		this.alone.complete(null);
	}

	/**
	 * Wait until no parent is connected: one that has learned that the worker ends closes
	 * its connection, and a call that was on its way is refused meanwhile, and not lost.
	 */
	public void awaitAlone() {
		try {
			if (!Threads.await(this.alone, FAREWELL)) {
				logger.debug("Parents are still connected, {} ms after calls were refused", FAREWELL.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void onOpen(Link link) {
		this.parents.use(link);
	}

	@Override
	public void onMessage(Route route, byte[] payload) {
		Message message;
		try {
			message = this.codec.decode(payload);
		}
		catch (ProtocolException ex) {
			onUnreadable(route, ex);
			return;
		}
		this.versions.put(route, message.version());
		if (message instanceof Call call) {
			this.dispatcher.dispatch(route, call);
		}
		else if (message instanceof Heartbeat heartbeat) {
			this.parents.send(route, this.codec.encode(answer(heartbeat)));
		}
		else if (message instanceof Cancel cancel) {
			this.dispatcher.cancel(route, cancel.id());
		}
		else if (message instanceof Credit || message instanceof Items || message instanceof ItemsEnd) {
			onStream(route, message);
		}
		else if (message instanceof Shutdown) {
			onShutdown();
		}
		else {
			this.drops.add(DropReason.UNEXPECTED);
		}
	}

	/**
	 * Something comes for a stream of a call. What comes for one that has ended crossed
	 * with its end.
	 */
	private void onStream(Route route, Message message) {
		CallStreams streams = this.dispatcher.streams().find(route, message.id());
		if (streams == null) {
			this.drops.add(DropReason.UNKNOWN_ID);
		}
		else if (message instanceof Credit credit && credit.count() > 0) {
			streams.grant(credit.count());
		}
		else if (message instanceof Items items) {
			try {
				streams.add(items);
			}
			catch (ProtocolException ex) {
				streams.stop(ex);
			}
		}
		else if (message instanceof ItemsEnd end) {
			streams.end(end);
		}
		else {
			this.drops.add(DropReason.MALFORMED);
		}
	}

	private void onShutdown() {
		if (this.obeys) {
			this.onShutdown.run();
		}
		else {
			this.drops.add(DropReason.SHUTDOWN);
		}
	}

	@Override
	public void onMessagesEnd() {
		this.dispatcher.dispatched();
	}

	private Heartbeat answer(Heartbeat heartbeat) {
		Map<String, @Nullable Object> metadata = new HashMap<>(heartbeat.metadata());
		metadata.put("hb_response", true);
		metadata.putAll(this.proof);
		if (this.dispatcher.isDraining()) {
			metadata.put(Message.STOPPING, true);
		}
		return new Heartbeat(heartbeat.version(), heartbeat.id(), heartbeat.arguments(), metadata);
	}

	/**
	 * A call whose id can be read is answered all the same, so that its parent need not
	 * wait for its timeout. A message of another application is not for this worker to
	 * answer.
	 */
	private void onUnreadable(Route route, ProtocolException ex) {
		this.drops.add((ex.reason() == Reason.WRONG_APP) ? DropReason.APP : DropReason.MALFORMED);
		CallStreams streams = this.dispatcher.streams().find(route, ex.messageId());
		if (streams != null) {
			// Something for a stream, which fails for it: once, as for anything else.
			streams.stop(ex);
		}
		else if (ex.messageId() != null && ex.reason() != Reason.WRONG_APP) {
			ProtocolVersion version = this.versions.getOrDefault(route, ProtocolVersion.V3);
			this.parents.send(route, this.errors.encode(version, ex.messageId(),
					new RemoteError("ProtocolException: " + ex.getMessage())));
		}
	}

	@Override
	public void onPeerGone(Route route) {
		this.versions.remove(route);
		this.dispatcher.forget(route);
	}

	@Override
	public void onDropped(DropReason reason) {
		this.drops.add(reason);
	}

	/**
	 * Return how many messages were dropped, in either direction, and connections.
	 * @return the counts by their reason
	 */
	public DropCounts drops() {
		return this.drops;
	}

}
