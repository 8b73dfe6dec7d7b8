package io.multifrost.internal.sendqueue;

import java.util.ArrayDeque;
import java.util.Queue;

import io.multifrost.internal.DropReason;

/**
 * What waits for one peer of a ROUTER: messages that JeroMQ has no room for, and those
 * that it holds and has not written. Touched by the I/O thread alone.
 */
final class Lane {

	private final Route route;

	private final SendBudget budget;

	private final Queue<Outgoing> waiting = new ArrayDeque<>();

	/** What JeroMQ was given, in its order, as far as it is not known to be written. */
	private final Queue<Outgoing> handed = new ArrayDeque<>();

	private long bytes;

	/** How much was written when that was looked at last, and when that had changed. */
	private long written;

	private long settledBytes;

	private long progressNanos = System.nanoTime();

	private State state = State.OPEN;

	Lane(Route route, SendBudget budget) {
		this.route = route;
		this.budget = budget;
	}

	Route route() {
		return this.route;
	}

	/**
	 * Return how many bytes wait, here or in JeroMQ.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Return whether the next message can go to JeroMQ at once.
	 */
	boolean isFlowing() {
		settle();
		return this.waiting.isEmpty() && !isEnded();
	}

	/**
	 * JeroMQ has taken a message.
	 */
	void handed(Outgoing message) {
		begin();
		this.handed.add(message);
		this.bytes += message.size();
	}

	/**
	 * Keep a message that JeroMQ has no room for.
	 */
	void hold(Outgoing message) {
		begin();
		this.waiting.add(message);
		this.bytes += message.size();
	}

	private void begin() {
		if (this.bytes == 0) {
			this.progressNanos = System.nanoTime();
		}
	}

	boolean hasRoom(Outgoing message, QueueLimits limits) {
		return limits.allow(this.bytes, this.waiting.size(), message.size());
	}

	/**
	 * Return whether the peer has read nothing of what waits for a time.
	 */
	boolean isStuck(long nanos) {
		settle();
		return this.bytes > 0 && System.nanoTime() - this.progressNanos > nanos;
	}

	/**
	 * Forget what was written, and let messages wait again where that was all.
	 * @return how many bytes are left
	 */
	long settle() {
		Outgoing first = this.handed.peek();
		while (first != null && first.isWritten()) {
			this.handed.remove();
			release(first);
			this.settledBytes += first.size();
			first = this.handed.peek();
		}
		long now = this.settledBytes + ((first != null) ? first.written() : 0);
		if (now != this.written) {
			this.written = now;
			this.progressNanos = System.nanoTime();
		}
		if (this.state == State.FULL && this.handed.isEmpty()) {
			// It could not be disconnected, and has read what JeroMQ held for it.
			this.state = State.OPEN;
		}
		return this.bytes;
	}

	private void release(Outgoing message) {
		this.bytes -= message.size();
		this.budget.release(message.size());
	}

	/**
	 * Hand over what the peer takes.
	 * @return whether nothing is left
	 */
	boolean flush(SendQueue.Target target) {
		settle();
		Outgoing next = this.waiting.peek();
		while (next != null) {
			SendQueue.Result result = target.write(next);
			if (result == SendQueue.Result.FULL) {
				return false;
			}
			if (result == SendQueue.Result.GONE) {
				this.state = State.GONE;
				return true;
			}
			this.handed.add(this.waiting.remove());
			next = this.waiting.peek();
		}
		return true;
	}

	/**
	 * Return whether the peer was found to be gone.
	 */
	boolean isGone() {
		return this.state == State.GONE;
	}

	/**
	 * Return whether nothing more is to wait here.
	 */
	boolean isEnded() {
		return this.state != State.OPEN;
	}

	/**
	 * Let nothing more wait.
	 * @param target what is told of what waited
	 * @param disconnected whether the connection was ended. If not, what JeroMQ holds may
	 * still be read
	 */
	void end(SendQueue.Target target, boolean disconnected) {
		if (disconnected) {
			this.state = State.DISCONNECTED;
			drop(this.handed, target, DropReason.UNREAD);
		}
		else {
			this.state = State.FULL;
		}
		drop(target, DropReason.UNREAD);
	}

	/**
	 * Forget all, since the peer is gone.
	 * @param target what is told of what waited
	 */
	void forget(SendQueue.Target target) {
		this.state = State.GONE;
		settle();
		drop(this.handed, target, DropReason.UNROUTABLE);
		drop(target, DropReason.UNROUTABLE);
	}

	/**
	 * Drop what JeroMQ has not been given.
	 */
	void drop(SendQueue.Target target, DropReason reason) {
		drop(this.waiting, target, reason);
	}

	private void drop(Queue<Outgoing> messages, SendQueue.Target target, DropReason reason) {
		Outgoing lost = messages.poll();
		while (lost != null) {
			release(lost);
			lost.release();
			target.dropped(reason);
			lost = messages.poll();
		}
	}

	private enum State {

		OPEN,

		/** Beyond what may wait, until JeroMQ has written what it holds. */
		FULL,

		/** Its connection was ended, which JeroMQ has not said yet. */
		DISCONNECTED,

		GONE

	}

}
