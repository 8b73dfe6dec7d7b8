package io.multifrost.internal.call;

import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.stream.ItemInputStream;
import io.multifrost.internal.stream.ItemIterator;
import io.multifrost.internal.stream.ItemSubscription;

/**
 * A call whose result is a stream of items, in the forms in which callers take it. Each
 * makes the call when the items are wanted, and gives it up when they no longer are.
 *
 * @param codec reads the items
 * @param itemType the type of one item
 * @param origin what the items come from, for people who read that one does not fit
 * @param executor where subscribers get their items
 * @param call makes the call, whose items go where it is told
 * @param dismiss lets go of what the call would have read, where it is not made
 */
public record StreamCall(MessageCodec codec, Type itemType, String origin, Executor executor,
		Function<IncomingItems, CompletableFuture<Object>> call, Runnable dismiss) {

	/**
	 * Return a publisher that makes a call for each of its subscribers.
	 */
	public Flow.Publisher<Object> publisher() {
		return (subscriber) -> {
			IncomingItems items = items();
			new ItemSubscription(items, subscriber, this.executor).begin(() -> begin(items), this.dismiss);
		};
	}

	/**
	 * Return a stream for the thread that reads it.
	 */
	public Stream<@Nullable Object> stream() {
		return iterator().toStream();
	}

	/**
	 * Return the bytes that the items are.
	 */
	public InputStream bytes() {
		return new ItemInputStream(iterator());
	}

	private ItemIterator iterator() {
		IncomingItems items = items();
		return new ItemIterator(items, () -> begin(items), this.dismiss);
	}

	private IncomingItems items() {
		return new IncomingItems(this.codec, this.itemType, this.origin);
	}

	private void begin(IncomingItems items) {
		var unused = this.call.apply(items).whenComplete((result, failure) -> items.end(() -> failure));
	}

}
