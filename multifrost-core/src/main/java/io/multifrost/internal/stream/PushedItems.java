package io.multifrost.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.MessageCodec;

/**
 * The items of a publisher, which is asked for as many as there is credit for.
 */
final class PushedItems extends OutgoingItems implements Flow.Subscriber<Object> {

	private final Flow.Publisher<?> publisher;

	private boolean subscribed;

	private volatile Flow.@Nullable Subscription subscription;

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
				subscription.request(credit);
			}
		}
		return true;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
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
			add(item);
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
