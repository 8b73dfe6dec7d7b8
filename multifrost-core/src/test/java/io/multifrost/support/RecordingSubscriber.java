package io.multifrost.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/**
 * A subscriber that writes down what it is told, and asks for nothing by itself.
 */
public final class RecordingSubscriber implements Flow.Subscriber<Object> {

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private volatile Flow.Subscription subscription;

	/**
	 * Return what has come: items, then the failure, or "end".
	 */
	public List<Object> events() {
		return this.events;
	}

	public Flow.Subscription subscription() {
		return this.subscription;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
	}

	@Override
	public void onNext(Object item) {
		this.events.add(item);
	}

	@Override
	public void onError(Throwable failure) {
		this.events.add(failure);
	}

	@Override
	public void onComplete() {
		this.events.add("end");
	}

}
