package io.multifrost.parent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.QueueLimits;
import io.multifrost.internal.transport.Route;
import io.multifrost.internal.transport.Wanted;
import io.multifrost.message.Message;

/**
 * What passes the link of one life of a worker: bounded as the settings say, counted, and
 * shown to inspectors. Safe for use by any thread.
 */
final class Traffic {

	/** Calls that have ended may still be queued, and heartbeats need a little room. */
	private static final long SPARE_MESSAGES = 100;

	private final InstanceContext context;

	private final MessageInspection inspection;

	private volatile @Nullable Link link;

	Traffic(InstanceContext context) {
		this.context = context;
		ParentSettings settings = context.settings();
		this.inspection = new MessageInspection(settings.name(), settings.messageInspectors(), context.codec(),
				settings.callbackExecutor());
	}

	/**
	 * Return with what the link is to be opened.
	 */
	LinkOptions options() {
		ParentSettings settings = this.context.settings();
		int maxMessages = (int) Math.min(Integer.MAX_VALUE, settings.maxInFlight() + SPARE_MESSAGES);
		// Twice the limit: a message a little beyond it still arrives and fails the call
		// that it belongs to; one far beyond costs its sender the connection.
		return new LinkOptions(2L * settings.limits().maxMessageSize(), Duration.ZERO)
			.withQueue(new QueueLimits(settings.maxQueueSize(), maxMessages));
	}

	void use(Link link) {
		this.link = link;
	}

	boolean isOpen() {
		return this.link != null;
	}

	void turnAway(String reason) {
		Link link = this.link;
		if (link != null) {
			link.turnAway(reason);
		}
	}

	/**
	 * Return where the worker is reached.
	 * @return the endpoint, or {@code null} as long as there is no link
	 */
	@Nullable String endpoint() {
		Link link = this.link;
		return (link != null) ? link.endpoint().toString() : null;
	}

	/**
	 * Hand a message over to be sent; it is lost where there is no link yet.
	 * @param message the message
	 */
	void send(Message message) {
		byte[] payload = this.context.codec().encode(message);
		Link link = this.link;
		if (link != null) {
			sent(payload);
			link.send(Route.PEER, payload);
		}
	}

	/**
	 * Hand a call over to be sent, unless nobody wants it any more when its turn comes.
	 * @param payload the bytes of the message
	 * @param wanted asked before it is sent
	 * @param batch what hands it over later, or {@code null} to do it now
	 * @return whether there was room for it
	 */
	boolean send(byte[] payload, Wanted wanted, @Nullable Batch batch) {
		Link link = this.link;
		if (link == null) {
			return true;
		}
		sent(payload);
		boolean taken;
		if (batch != null) {
			batch.add(link);
			taken = link.add(Route.PEER, payload, wanted);
		}
		else {
			taken = link.send(Route.PEER, payload, wanted);
		}
		this.context.statistics().queued(link.queued());
		return taken;
	}

	/**
	 * Return how many messages wait to be sent.
	 */
	int queued() {
		Link link = this.link;
		return (link != null) ? link.queued() : 0;
	}

	private void sent(byte[] payload) {
		this.context.statistics().sent(payload.length);
		this.inspection.sent(payload);
	}

	void received(byte[] payload) {
		this.context.statistics().received(payload.length);
		this.inspection.received(payload);
	}

	/**
	 * Close the link, if there is one, and wait until it is closed. Not to be called on
	 * the I/O thread.
	 */
	void close() {
		Link link = this.link;
		if (link != null) {
			link.close().join();
		}
	}

}
