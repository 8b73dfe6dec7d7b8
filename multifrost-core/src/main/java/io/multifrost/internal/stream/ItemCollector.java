package io.multifrost.internal.stream;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Makes one value of a source of items, for a reader that takes no items.
 */
public final class ItemCollector implements Flow.Subscriber<Object> {

	private final CompletableFuture<Object> whole = new CompletableFuture<>();

	private final List<@Nullable Object> items = new ArrayList<>();

	private final int max;

	private Flow.@Nullable Subscription subscription;

	private ItemCollector(int max) {
		this.max = max;
	}

	/**
	 * Read a source to its end, on this thread where it is not a publisher.
	 * @param source a {@linkplain OutgoingItems#isSource source}
	 * @param max how many items a message may have. One more is read, so that writing
	 * them fails, and says so
	 * @return the items as a list; a stream of bytes as it is, to be read when it is
	 * written
	 * @throws Exception what the source throws
	 */
	public static CompletableFuture<Object> collect(Object source, int max) throws Exception {
		ItemCollector collector = new ItemCollector(max);
		if (source instanceof InputStream) {
			return CompletableFuture.completedFuture(source);
		}
		if (source instanceof Flow.Publisher<?> publisher) {
			publisher.subscribe(collector);
			return collector.whole;
		}
		try (ItemSource items = ItemSource.of(source)) {
			while (collector.items.size() <= max && items.hasNext()) {
				collector.items.add(items.next());
			}
		}
		return CompletableFuture.completedFuture(collector.items);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object item) {
		this.items.add(item);
		if (this.items.size() > this.max && this.subscription != null) {
			this.subscription.cancel();
			onComplete();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.whole.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.whole.complete(this.items);
	}

}
