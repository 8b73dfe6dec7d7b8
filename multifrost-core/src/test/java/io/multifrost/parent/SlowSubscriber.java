package io.multifrost.parent;

import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subscriber that is busy with each item.
 */
class SlowSubscriber implements Flow.Subscriber<Object> {

	final AtomicInteger items = new AtomicInteger();

	volatile Flow.Subscription subscription;

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object item) {
		// Busy for a while, as a subscriber that writes somewhere is.
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		this.items.incrementAndGet();
	}

	@Override
	public void onError(Throwable failure) {
		this.items.incrementAndGet();
	}

	@Override
	public void onComplete() {
		this.items.incrementAndGet();
	}

}
