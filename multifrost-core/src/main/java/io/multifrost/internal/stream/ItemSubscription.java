package io.multifrost.internal.stream;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;

/**
 * Gives items to a subscriber: in order, one at a time, no more than it has asked for,
 * and behind them the end. Safe for use by any thread; items are converted and handed
 * over on the executor.
 */
public final class ItemSubscription implements Flow.Subscription, Runnable {

	private static final Logger logger = BackgroundLogger.of(ItemSubscription.class);

	/** How long one subscriber may keep a thread that others wait for. */
	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** Items between two looks at the clock. */
	private static final int LOOK_MASK = 0x3;

	/** The subscriber has asked for a number that is none. */
	private static final long REFUSED = -1;

	private final Flow.Subscriber<? super Object> subscriber;

	private final Executor executor;

	private final IncomingItems items;

	private final AtomicLong requested = new AtomicLong();

	/**
	 * How much is new since the executor has looked; it is there while this is not 0, but
	 * not before the subscriber knows its subscription.
	 */
	private final AtomicInteger news = new AtomicInteger(1);

	/** Whether the subscriber is told nothing more. */
	private volatile boolean over;

	/**
	 * Create a subscription.
	 * @param items the items
	 * @param subscriber who gets them
	 * @param executor where it gets them
	 */
	public ItemSubscription(IncomingItems items, Flow.Subscriber<? super Object> subscriber, Executor executor) {
		this.items = items;
		this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
		this.executor = executor;
	}

	/**
	 * Tell the subscriber of the subscription to items that come already.
	 */
	public void begin() {
		Runnable nothing = () -> {
		};
		begin(nothing, nothing);
	}

	/**
	 * Tell the subscriber of the subscription, and begin what the items come from unless
	 * it has cancelled at once.
	 * @param begin begins it
	 * @param unused run if it is not begun
	 */
	public void begin(Runnable begin, Runnable unused) {
		this.subscriber.onSubscribe(this);
		if (this.over) {
			unused.run();
			return;
		}
		begin.run();
		this.items.onChange(this::schedule);
		if (this.over) {
			this.items.cancel();
		}
		execute();
	}

	@Override
	public void request(long count) {
		this.requested.accumulateAndGet(count, ItemSubscription::sum);
		schedule();
	}

	private static long sum(long requested, long more) {
		if (requested < 0 || more <= 0) {
			return REFUSED;
		}
		return (requested + more < 0) ? Long.MAX_VALUE : requested + more;
	}

	/**
	 * Give the items up that were not handed over.
	 */
	@Override
	public void cancel() {
		if (!this.over) {
			this.over = true;
			this.items.cancel();
		}
	}

	private void schedule() {
		if (this.news.getAndIncrement() == 0) {
			execute();
		}
	}

	private void execute() {
		try {
			this.executor.execute(this);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The subscriber is not to wait for
			// one, nor to be told on the I/O thread.
			failElsewhere(ex);
		}
	}

	private void afterOthers() {
		try {
			if (this.executor == SharedExecutors.callbacks()) {
				SharedExecutors.inTurns().execute(this);
			}
			else {
				// Not by its own thread, which a pool of users' may put before others.
				SharedExecutors.blocking().execute(this::execute);
			}
		}
		catch (Throwable ex) {
			failElsewhere(ex);
		}
	}

	private void failElsewhere(Throwable failure) {
		try {
			SharedExecutors.callbacks().execute(() -> fail(failure));
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
			fail(failure);
		}
	}

	/**
	 * Hand over what there is.
	 */
	@Override
	public void run() {
		int seen = this.news.get();
		while (seen != 0) {
			if (!handOverOrFail()) {
				// News stay, so that nobody else finds a thread.
				afterOthers();
				return;
			}
			seen = this.news.addAndGet(-seen);
		}
	}

	private boolean handOverOrFail() {
		try {
			return handOver();
		}
		catch (Throwable ex) {
			fail(ex);
			return true;
		}
	}

	/**
	 * Give the subscriber what it has asked for.
	 * @return whether that was all for now; if not, others wait for this thread
	 */
	private boolean handOver() {
		if (this.over) {
			return true;
		}
		if (this.requested.get() < 0) {
			throw new IllegalArgumentException("The number of items that are asked for must be positive");
		}
		// Looked at first: all items that are to come have come before it.
		Supplier<? extends @Nullable Throwable> end = this.items.end();
		long began = System.nanoTime();
		int given = 0;
		while (!this.over && this.requested.get() > 0 && this.items.hasItem()) {
			if (given++ == 0) {
				this.items.waits(false);
			}
			else if ((given & LOOK_MASK) == 0 && System.nanoTime() - began > TURN_NANOS) {
				return false;
			}
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
			}
			Object item = this.items.read();
			this.subscriber.onNext(Objects.requireNonNull(item, "An item is null, which a stream cannot hold"));
		}
		if (!this.over && end != null && !this.items.hasItem()) {
			this.over = true;
			Throwable failure = end.get();
			if (failure != null) {
				this.subscriber.onError(failure);
			}
			else {
				this.subscriber.onComplete();
			}
		}
		this.items.waits(!this.over && this.requested.get() > 0);
		return true;
	}

	private void fail(Throwable failure) {
		if (this.over) {
			logger.warn("A subscriber failed that was told nothing more", failure);
			return;
		}
		cancel();
		this.subscriber.onError(failure);
	}

}
