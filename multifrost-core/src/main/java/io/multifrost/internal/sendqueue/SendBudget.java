package io.multifrost.internal.sendqueue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many bytes may wait to be sent by a link to all its peers together, wherever they
 * wait. From half of it on, room is made, and who produces more can wait for that. Safe
 * for use by any thread.
 */
public final class SendBudget {

	/** The share of the heap that may wait. */
	private static final int HEAP_SHARE = 4;

	private static final int LARGE_SHARE = 64;

	private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final long limit;

	private final AtomicLong held = new AtomicLong();

	private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	/**
	 * Create a budget.
	 * @param limit how many bytes may wait
	 */
	SendBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Create a budget of a share of this process's heap.
	 */
	public static SendBudget ofHeap() {
		return new SendBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
	}

	void add(long bytes) {
		this.held.addAndGet(bytes);
	}

	void release(long bytes) {
		this.held.addAndGet(-bytes);
		if (!this.waiting.isEmpty() && !isShort()) {
			wake();
		}
	}

	/**
	 * Return whether so much waits that room should be made.
	 */
	boolean isShort() {
		return this.held.get() > this.limit / 2;
	}

	/**
	 * Return whether all that may wait does, or more.
	 */
	boolean isExhausted() {
		return this.held.get() > this.limit;
	}

	/**
	 * Return whether so many bytes for one peer are a noticeable part of all.
	 */
	boolean isLarge(long bytes) {
		return bytes > this.limit / LARGE_SHARE;
	}

	/**
	 * Keep nobody waiting any more.
	 */
	void close() {
		this.closed = true;
		wake();
	}

	private void wake() {
		Thread next = this.waiting.poll();
		while (next != null) {
			LockSupport.unpark(next);
			next = this.waiting.poll();
		}
	}

	/**
	 * Wait until there is room, but not for ever, and not in a thread that is
	 * interrupted. Not to be called on the I/O thread.
	 * @param maxNanos how long to wait at most
	 */
	void awaitRoom(long maxNanos) {
		if (!isShort()) {
			return;
		}
		Thread current = Thread.currentThread();
		long deadline = System.nanoTime() + maxNanos;
		long left = maxNanos;
		while (isShort() && !this.closed && left > 0 && !current.isInterrupted()) {
			this.waiting.add(current);
			if (isShort() && !this.closed) {
				LockSupport.parkNanos(this, Math.min(left, LOOK_AGAIN_NANOS));
			}
			this.waiting.remove(current);
			left = deadline - System.nanoTime();
		}
	}

}
