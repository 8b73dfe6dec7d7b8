package io.multifrost.internal.sendqueue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropReason;

/**
 * The messages for the peers of a ROUTER. Each has a lane of its own, in which its
 * messages wait while it does not read; the others do not notice.
 * <p>
 * What waits for all together is bounded by a {@link SendBudget}, be it here or in
 * JeroMQ's pipes. Where it becomes short, the connections of peers that read nothing are
 * ended: its calls then fail, where dropped answers would keep them waiting.
 */
public final class RouteQueues implements SendQueue {

	private static final Logger logger = BackgroundLogger.of(RouteQueues.class);

	/** How long a peer that others suffer for may read nothing. */
	private static final long STUCK_NANOS = Duration.ofSeconds(1).toNanos();

	/** More than there are connections: some of so many belong to peers that are gone. */
	private static final int MAX_LANES = 2048;

	private final QueueLimits limits;

	private final SendBudget budget;

	private final Predicate<Route> disconnect;

	private final Queue<Outgoing> incoming = new ConcurrentLinkedQueue<>();

	private final Map<Route, Lane> lanes = new HashMap<>();

	private final Set<Lane> stalled = new LinkedHashSet<>();

	/**
	 * Create queues.
	 * @param limits how much may wait for one peer that reads nothing
	 * @param budget how much may wait for all
	 * @param disconnect ends the connection of a peer, if it can
	 */
	public RouteQueues(QueueLimits limits, SendBudget budget, Predicate<Route> disconnect) {
		this.limits = limits;
		this.budget = budget;
		this.disconnect = disconnect;
	}

	@Override
	public boolean offer(Outgoing message) {
		// What is refused is known on the I/O thread alone, which knows who does not
		// read.
		this.budget.add(message.size());
		this.incoming.add(message);
		return true;
	}

	@Override
	public void flush(Target target) {
		for (Iterator<Lane> lanes = this.stalled.iterator(); lanes.hasNext();) {
			if (flush(lanes.next(), target)) {
				lanes.remove();
			}
		}
		Outgoing next = this.incoming.poll();
		while (next != null) {
			send(next, target);
			next = this.incoming.poll();
		}
		if (this.budget.isShort()) {
			makeRoom(target);
		}
	}

	private boolean flush(Lane lane, Target target) {
		boolean all = lane.flush(target);
		if (lane.isGone()) {
			forget(lane, target);
		}
		return all;
	}

	private void send(Outgoing message, Target target) {
		if (message.route().isEnded()) {
			drop(message, target, DropReason.UNROUTABLE);
			return;
		}
		Lane lane = this.lanes.get(message.route());
		if (lane != null && !lane.isFlowing()) {
			hold(lane, message, target);
			return;
		}
		Result result = target.write(message);
		if (result == Result.GONE) {
			drop(message, target, DropReason.UNROUTABLE);
			if (lane != null) {
				forget(lane, target);
			}
			return;
		}
		Lane used = (lane != null) ? lane : open(message.route());
		if (result == Result.SENT) {
			used.handed(message);
		}
		else {
			hold(used, message, target);
		}
	}

	private Lane open(Route route) {
		if (this.lanes.size() >= MAX_LANES) {
			this.lanes.values().removeIf((lane) -> lane.settle() == 0);
		}
		Lane lane = new Lane(route, this.budget);
		this.lanes.put(route, lane);
		return lane;
	}

	private void hold(Lane lane, Outgoing message, Target target) {
		if (!lane.isEnded() && !lane.hasRoom(message, this.limits) && lane.isStuck(STUCK_NANOS)) {
			end(lane, target);
		}
		if (lane.isEnded()) {
			drop(message, target, DropReason.UNREAD);
			return;
		}
		lane.hold(message);
		this.stalled.add(lane);
	}

	private void drop(Outgoing message, Target target, DropReason reason) {
		this.budget.release(message.size());
		target.dropped(reason);
	}

	private void makeRoom(Target target) {
		for (Lane lane : this.lanes.values()) {
			lane.settle();
			// One after the other would have the others wait for each of them.
			if (!lane.isEnded() && lane.isStuck(STUCK_NANOS) && this.budget.isLarge(lane.bytes())) {
				end(lane, target);
			}
		}
		while (this.budget.isShort()) {
			Lane largest = largest(this.budget.isExhausted());
			if (largest == null) {
				return;
			}
			end(largest, target);
		}
	}

	private @Nullable Lane largest(boolean whoeverItIs) {
		Lane largest = null;
		for (Lane lane : this.lanes.values()) {
			if (lane.bytes() > 0 && !lane.isEnded() && (largest == null || lane.bytes() > largest.bytes())
					&& (whoeverItIs || lane.isStuck(STUCK_NANOS))) {
				largest = lane;
			}
		}
		return largest;
	}

	private void end(Lane lane, Target target) {
		boolean disconnected = this.disconnect.test(lane.route());
		logger.warn("A parent ({}) does not read its answers, of which {} bytes wait: {}", lane.route().peer(),
				lane.bytes(), disconnected ? "it is disconnected" : "they are dropped until it reads");
		lane.end(target, disconnected);
		this.stalled.remove(lane);
	}

	@Override
	public void gone(Route route, Target target) {
		route.end();
		Lane lane = this.lanes.get(route);
		if (lane != null) {
			this.stalled.remove(lane);
			forget(lane, target);
		}
	}

	private void forget(Lane lane, Target target) {
		lane.forget(target);
		this.lanes.remove(lane.route());
	}

	@Override
	public void awaitRoom(long maxNanos) {
		this.budget.awaitRoom(maxNanos);
	}

	@Override
	public void clear(Target target) {
		this.stalled.forEach((lane) -> lane.drop(target, DropReason.CLOSED));
		this.stalled.clear();
		this.lanes.clear();
		while (this.incoming.poll() != null) {
			target.dropped(DropReason.CLOSED);
		}
		this.budget.close();
	}

	@Override
	public boolean isStalled() {
		return !this.stalled.isEmpty() || this.budget.isShort();
	}

}
