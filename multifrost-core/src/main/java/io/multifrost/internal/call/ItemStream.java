package io.multifrost.internal.call;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.value.EncodedValue;

/**
 * The items of one call on their way to a subscriber: in order, one at a time, no more
 * than it has asked for, and behind them the end of the call. Safe for use by any thread;
 * items are converted and handed over on the executor.
 */
final class ItemStream implements Flow.Subscription, Runnable {

	private static final Logger logger = BackgroundLogger.of(ItemStream.class);

	/** The subscriber has asked for a number that is none. */
	private static final long REFUSED = -1;

	private final Flow.Subscriber<? super Object> subscriber;

	private final Executor executor;

	private final Function<EncodedValue, @Nullable Object> conversion;

	private final Queue<Supplier<@Nullable Object>> items = new ConcurrentLinkedQueue<>();

	private final AtomicLong requested = new AtomicLong();

	/** How much is new since the executor has looked; it is there while this is not 0. */
	private final AtomicInteger news = new AtomicInteger();

	private volatile @Nullable CompletableFuture<Object> call;

	/** Tells the subscriber how the call has ended. */
	private volatile @Nullable Consumer<Flow.Subscriber<?>> end;

	/** Whether the subscriber is told nothing more. */
	private volatile boolean over;

	/**
	 * Create a stream.
	 * @param subscriber who gets the items
	 * @param executor where it gets them
	 * @param conversion makes an item of a part of the answer
	 */
	ItemStream(Flow.Subscriber<? super Object> subscriber, Executor executor,
			Function<EncodedValue, @Nullable Object> conversion) {
		this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
		this.executor = executor;
		this.conversion = conversion;
	}

	/**
	 * Make the call.
	 * @param call makes it; the entries of its result are the last items
	 */
	void begin(Supplier<CompletableFuture<Object>> call) {
		this.subscriber.onSubscribe(this);
		if (this.over) {
			return;
		}
		CompletableFuture<Object> begun = call.get();
		this.call = begun;
		begun.whenComplete(this::onEnd);
		if (this.over) {
			begun.cancel(false);
		}
	}

	/**
	 * Add a part of the answer. Returns at once.
	 */
	void add(EncodedValue part) {
		this.items.add(() -> this.conversion.apply(part));
		schedule();
	}

	private void onEnd(@Nullable Object result, @Nullable Throwable failure) {
		if (result instanceof List<?> entries) {
			entries.forEach((entry) -> this.items.add(() -> entry));
		}
		this.end = (failure != null) ? (told) -> told.onError(failure) : Flow.Subscriber::onComplete;
		schedule();
	}

	@Override
	public void request(long count) {
		this.requested.accumulateAndGet(count, ItemStream::sum);
		schedule();
	}

	private static long sum(long requested, long more) {
		if (requested < 0 || more <= 0) {
			return REFUSED;
		}
		return (requested + more < 0) ? Long.MAX_VALUE : requested + more;
	}

	/**
	 * Give the call up.
	 */
	@Override
	public void cancel() {
		this.over = true;
		CompletableFuture<Object> begun = this.call;
		if (begun != null) {
			begun.cancel(false);
		}
	}

	private void schedule() {
		if (this.news.getAndIncrement() != 0) {
			return;
		}
		try {
			this.executor.execute(this);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The subscriber is not to wait for
			// one.
			fail(ex);
		}
	}

	/**
	 * Hand over what there is.
	 */
	@Override
	public void run() {
		int seen = this.news.get();
		while (seen != 0) {
			try {
				handOver();
			}
			catch (Throwable ex) {
				fail(ex);
			}
			seen = this.news.addAndGet(-seen);
		}
	}

	private void handOver() {
		if (this.requested.get() < 0) {
			throw new IllegalArgumentException("The number of items that are asked for must be positive");
		}
		// Looked at first: all items that are to come have come before it.
		Consumer<Flow.Subscriber<?>> end = this.end;
		while (!this.over && this.requested.get() > 0 && !this.items.isEmpty()) {
			this.requested.decrementAndGet();
			Object item = this.items.remove().get();
			this.subscriber.onNext(Objects.requireNonNull(item, "An item is null, which a stream cannot hold"));
		}
		if (!this.over && end != null && this.items.isEmpty()) {
			this.over = true;
			end.accept(this.subscriber);
		}
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
