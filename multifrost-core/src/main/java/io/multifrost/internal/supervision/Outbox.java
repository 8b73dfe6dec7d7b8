package io.multifrost.internal.supervision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.internal.callback.MessageInspection;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.sendqueue.Route;

/**
 * What is sent to one life of a worker: given to the link, as soon as there is one,
 * counted and shown to inspectors. Safe for use by any thread.
 */
final class Outbox {

	private final InstanceContext context;

	private final MessageInspection inspection;

	private volatile @Nullable Link link;

	Outbox(InstanceContext context, MessageInspection inspection) {
		this.context = context;
		this.inspection = inspection;
	}

	void use(Link link) {
		this.link = link;
	}

	@Nullable Link link() {
		return this.link;
	}

	/**
	 * Hand a call over to be sent, unless it has ended before its turn comes.
	 * @param payload the bytes of the message
	 * @param call the call
	 * @param batch what hands it over later, or {@code null} to do it now
	 * @return whether it was taken; not if too much waits to be sent already
	 */
	boolean send(byte[] payload, PendingCall call, @Nullable Batch batch) {
		Link link = this.link;
		if (link == null) {
			return true;
		}
		sent(payload);
		boolean taken = link.add(Route.PEER, payload, call);
		if (batch != null) {
			batch.add(link);
		}
		else {
			link.schedule();
		}
		this.context.statistics().queued(link.queued());
		return taken;
	}

	/**
	 * Hand a message over to be sent; it is lost where there is no link yet.
	 */
	void send(Message message) {
		byte[] payload = this.context.codec().encode(message);
		Link link = this.link;
		if (link != null) {
			sent(payload);
			link.send(Route.PEER, payload);
		}
	}

	int queued() {
		Link link = this.link;
		return (link != null) ? link.queued() : 0;
	}

	void awaitRoom(Duration max) {
		Link link = this.link;
		if (link != null) {
			link.awaitRoom(max);
		}
	}

	void turnAway(String reason) {
		Link link = this.link;
		if (link != null) {
			link.turnAway(reason);
		}
	}

	void close() {
		Link link = this.link;
		if (link != null) {
			link.close().join();
		}
	}

	private void sent(byte[] payload) {
		this.context.statistics().sent(payload.length);
		this.inspection.sent(payload);
	}

}
