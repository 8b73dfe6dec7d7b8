package io.multifrost.internal.stream;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.ItemWriter;
import io.multifrost.internal.message.MessageCodec;

/**
 * Makes one value of a source of items, for a reader that takes no items. They are
 * written as they come, so that what is too much for a message is noticed before it is in
 * memory.
 */
public final class ItemCollector implements Flow.Subscriber<Object> {

	private final CompletableFuture<Object> whole = new CompletableFuture<>();

	private final MessageCodec codec;

	private final ItemWriter items;

	private volatile Flow.@Nullable Subscription subscription;

	private ItemCollector(MessageCodec codec, ProtocolVersion version) {
		this.codec = codec;
		this.items = codec.itemWriter(version, null, 0);
		// Also where it is completed by whoever does not want it any more.
		this.whole.whenComplete((all, failure) -> giveUp());
	}

	/**
	 * Read a source to its end, on this thread where it is not a publisher, and close it.
	 * @param source a {@linkplain OutgoingItems#isSource source}
	 * @param codec writes the items
	 * @param version the protocol version of the call
	 * @return the items as one array; the bytes of a stream of bytes. Whoever completes
	 * it gives a publisher up
	 * @throws Exception what the source throws
	 * @throws io.multifrost.MultifrostException if an item has no form on the wire, or
	 * they are beyond a limit
	 */
	public static CompletableFuture<Object> collect(Object source, MessageCodec codec, ProtocolVersion version)
			throws Exception {
		if (source instanceof InputStream stream) {
			try (stream) {
				// One more than may be, so that writing them fails, and says so.
				return CompletableFuture.completedFuture(stream.readNBytes(codec.limits().maxValueSize() + 1));
			}
		}
		ItemCollector collector = new ItemCollector(codec, version);
		if (source instanceof Flow.Publisher<?> publisher) {
			publisher.subscribe(collector);
			return collector.whole;
		}
		try (ItemSource items = ItemSource.of(source)) {
			while (collector.hasRoom() && items.hasNext()) {
				collector.add(items.next());
			}
		}
		return CompletableFuture.completedFuture(collector.toArray());
	}

	private boolean hasRoom() {
		return this.items.count() <= this.codec.limits().maxEntries();
	}

	private void add(@Nullable Object item) {
		this.items.write(item, this.items.count());
	}

	private Object toArray() {
		return this.codec.toArray(this.items);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (this.whole.isDone()) {
			giveUp();
		}
		else {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(Object item) {
		if (this.whole.isDone()) {
			return;
		}
		try {
			add(item);
			if (!hasRoom()) {
				onComplete();
			}
		}
		catch (Throwable ex) {
			onError(ex);
		}
	}

	private void giveUp() {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.whole.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		if (this.whole.isDone()) {
			return;
		}
		try {
			this.whole.complete(toArray());
		}
		catch (Throwable ex) {
			// Such as that they are too much for a message.
			onError(ex);
		}
	}

}
