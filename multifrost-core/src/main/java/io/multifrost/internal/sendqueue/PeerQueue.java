package io.multifrost.internal.sendqueue;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.DropReason;

/**
 * The messages for the one peer of a DEALER. Whoever sends is told when there is no room;
 * messages that nobody wants any more make room first.
 */
public final class PeerQueue implements SendQueue {

	/** Looking for unwanted messages goes through all, and so is done seldom. */
	private static final long PURGE_NANOS = Duration.ofMillis(20).toNanos();

	private final QueueLimits limits;

	private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	/** The same bytes, for those who wait until there are fewer. */
	private final SendBudget room;

	private final AtomicInteger messages = new AtomicInteger();

	private final AtomicLong purged = new AtomicLong(System.nanoTime() - PURGE_NANOS);

	/** Messages that were taken out by those who send, and not reported yet. */
	private final AtomicInteger ended = new AtomicInteger();

	private @Nullable Outgoing head;

	public PeerQueue(QueueLimits limits) {
		this.limits = limits;
		this.room = new SendBudget(limits.bytes());
	}

	@Override
	public boolean offer(Outgoing message) {
		if (!message.canBeRefused()) {
			count(message.size());
		}
		else if (!reserve(message.size()) && !(purge() && reserve(message.size()))) {
			return false;
		}
		this.queue.add(message);
		return true;
	}

	private boolean reserve(int size) {
		while (true) {
			long queued = this.bytes.get();
			if (!this.limits.allow(queued, (queued != 0) ? Math.max(1, this.messages.get()) : 0, size)) {
				return false;
			}
			if (this.bytes.compareAndSet(queued, queued + size)) {
				this.messages.incrementAndGet();
				this.room.add(size);
				return true;
			}
		}
	}

	private void count(int size) {
		this.bytes.addAndGet(size);
		this.messages.incrementAndGet();
		this.room.add(size);
	}

	private void release(Outgoing message) {
		if (message.take()) {
			this.messages.decrementAndGet();
			this.bytes.addAndGet(-message.size());
			this.room.release(message.size());
		}
	}

	/**
	 * Take out what nobody wants any more.
	 * @return whether there is more room now
	 */
	private boolean purge() {
		long last = this.purged.get();
		long now = System.nanoTime();
		if (now - last < PURGE_NANOS || !this.purged.compareAndSet(last, now)) {
			return false;
		}
		return this.queue.removeIf((message) -> {
			boolean unwanted = !message.isWanted();
			if (unwanted) {
				release(message);
				this.ended.incrementAndGet();
			}
			return unwanted;
		});
	}

	@Override
	public void flush(Target target) {
		reportEnded(target);
		Outgoing next = (this.head != null) ? this.head : this.queue.poll();
		this.head = null;
		while (next != null) {
			if (!next.isWanted()) {
				target.dropped(DropReason.ENDED);
			}
			else {
				Result result = target.write(next);
				if (result == Result.FULL) {
					this.head = next;
					return;
				}
				if (result == Result.GONE) {
					target.dropped(DropReason.UNROUTABLE);
				}
			}
			release(next);
			next = this.queue.poll();
		}
	}

	private void reportEnded(Target target) {
		for (int i = this.ended.getAndSet(0); i > 0; i--) {
			target.dropped(DropReason.ENDED);
		}
	}

	@Override
	public void clear(Target target) {
		reportEnded(target);
		Outgoing next = (this.head != null) ? this.head : this.queue.poll();
		this.head = null;
		while (next != null) {
			release(next);
			target.dropped(DropReason.CLOSED);
			next = this.queue.poll();
		}
		this.room.close();
	}

	@Override
	public void awaitRoom(long maxNanos) {
		this.room.awaitRoom(maxNanos);
	}

	@Override
	public boolean isStalled() {
		return this.head != null;
	}

	/**
	 * Return how many messages wait.
	 */
	public int size() {
		return this.messages.get();
	}

}
