package io.multifrost.internal.transport;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.LazyLogger;

/**
 * The messages for the peers of a ROUTER. One that does not read has a lane of its own,
 * in which its messages wait up to a bound and beyond which they are dropped; the others
 * do not notice.
 */
final class RouteQueues implements SendQueue {

	private static final LazyLogger logger = new LazyLogger(RouteQueues.class);

	private final QueueLimits limits;

	private final Queue<Outgoing> incoming = new ConcurrentLinkedQueue<>();

	private final Map<Route, Lane> stalled = new HashMap<>();

	RouteQueues(QueueLimits limits) {
		this.limits = limits;
	}

	@Override
	public boolean offer(Outgoing message) {
		// What is refused is known on the I/O thread alone, which knows who does not
		// read.
		this.incoming.add(message);
		return true;
	}

	@Override
	public void flush(Target target) {
		for (Iterator<Lane> lanes = this.stalled.values().iterator(); lanes.hasNext();) {
			if (lanes.next().flush(target)) {
				lanes.remove();
			}
		}
		Outgoing next = this.incoming.poll();
		while (next != null) {
			send(next, target);
			next = this.incoming.poll();
		}
	}

	private void send(Outgoing message, Target target) {
		Lane lane = this.stalled.get(message.route());
		if (lane == null) {
			Result result = target.write(message);
			if (result == Result.SENT) {
				return;
			}
			if (result == Result.GONE) {
				target.dropped(DropReason.UNROUTABLE);
				return;
			}
			lane = new Lane();
			this.stalled.put(message.route(), lane);
		}
		if (!lane.add(message)) {
			target.dropped(DropReason.UNREAD);
		}
	}

	@Override
	public void clear(Target target) {
		this.stalled.values().forEach((lane) -> lane.drop(target, DropReason.CLOSED));
		this.stalled.clear();
		while (this.incoming.poll() != null) {
			target.dropped(DropReason.CLOSED);
		}
	}

	@Override
	public boolean isStalled() {
		return !this.stalled.isEmpty();
	}

	/**
	 * The messages for one peer that does not read.
	 */
	private final class Lane {

		private final Queue<Outgoing> waiting = new ArrayDeque<>();

		private long bytes;

		private boolean warned;

		boolean add(Outgoing message) {
			if (!RouteQueues.this.limits.allow(this.bytes, this.waiting.size(), message.size())) {
				if (!this.warned) {
					this.warned = true;
					logger.get()
						.warn("A parent does not read its answers: {} wait for it, and more are dropped (route {})",
								this.waiting.size(), message.route());
				}
				return false;
			}
			this.waiting.add(message);
			this.bytes += message.size();
			return true;
		}

		/**
		 * Hand over what the peer takes.
		 * @return whether nothing is left
		 */
		boolean flush(Target target) {
			Outgoing next = this.waiting.peek();
			while (next != null) {
				Result result = target.write(next);
				if (result == Result.FULL) {
					return false;
				}
				if (result == Result.GONE) {
					drop(target, DropReason.UNROUTABLE);
					return true;
				}
				this.waiting.remove();
				this.bytes -= next.size();
				next = this.waiting.peek();
			}
			return true;
		}

		void drop(Target target, DropReason reason) {
			@Nullable Outgoing lost = this.waiting.poll();
			while (lost != null) {
				target.dropped(reason);
				lost = this.waiting.poll();
			}
			this.bytes = 0;
		}

	}

}
