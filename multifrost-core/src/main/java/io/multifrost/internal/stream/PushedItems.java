package io.multifrost.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.MessageCodec;

/**
 * The items of a publisher, which is asked for as many as there is credit for.
 */
final class PushedItems extends OutgoingItems implements Flow.Subscriber<Object> {

	private final Flow.Publisher<?> publisher;

	private boolean subscribed;

	private volatile Flow.@Nullable Subscription subscription;

	/** How many items it was asked for and has not given. */
	private final AtomicLong open = new AtomicLong();

	PushedItems(Flow.Publisher<?> publisher, Outlet outlet, MessageCodec codec, StreamOrigin origin) {
		super(outlet, codec, origin);
		this.publisher = publisher;
	}

	@Override
	boolean look() {
		if (!this.subscribed) {
			this.subscribed = true;
			this.publisher.subscribe(this);
		}
		Flow.Subscription subscription = this.subscription;
		if (subscription != null && !isOver()) {
			long credit = take(Long.MAX_VALUE);
			if (credit > 0) {
				this.open.addAndGet(credit);
				subscription.request(credit);
			}
		}
		return true;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		if (this.subscription != null) {
			subscription.cancel();
			return;
		}
		this.subscription = Objects.requireNonNull(subscription, "subscription");
		if (isOver()) {
			subscription.cancel();
		}
		else {
			schedule();
		}
	}

	@Override
	public void onNext(Object item) {
		if (isOver()) {
			return;
		}
		try {
			if (this.open.getAndDecrement() <= 0) {
				throw new IllegalStateException("A publisher gave more items than it was asked for");
			}
			add(Objects.requireNonNull(item, "A publisher gave null"));
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	@Override
	public void onError(Throwable failure) {
		end(Objects.requireNonNull(failure, "failure"));
	}

	@Override
	public void onComplete() {
		end(null);
	}

	@Override
	void close() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
