package io.multifrost.internal.callback;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * Hands items over to one consumer, in order, one at a time and never on the thread that
 * brings them. What waits is bounded: an item beyond that is lost, which is told, rather
 * than holding up whoever brings it. Safe for use by any thread.
 *
 * @param <T> the type of the items
 */
public final class SerialDispatcher<T> {

	private static final Logger logger = BackgroundLogger.of(SerialDispatcher.class);

	private final Executor executor;

	private final Consumer<T> consumer;

	private final LongConsumer lostItems;

	private final int maxItems;

	private final Budget budget;

	private final Queue<Item<T>> waiting = new ArrayDeque<>();

	private long lost;

	/** Whether the executor was asked for a thread, or one hands items over. */
	private boolean running;

	/** Whether a thread hands items over. */
	private boolean handing;

	/**
	 * Create a dispatcher.
	 * @param executor runs the consumer
	 * @param consumer takes the items; what it throws is logged
	 * @param lostItems told how many were lost, when all that waited were taken
	 * @param maxItems how many items may wait
	 * @param budget how much those that wait may weigh, together with those of other
	 * dispatchers that have the same; one alone may weigh more
	 */
	SerialDispatcher(Executor executor, Consumer<T> consumer, LongConsumer lostItems, int maxItems, Budget budget) {
		this.executor = executor;
		this.consumer = consumer;
		this.lostItems = lostItems;
		this.maxItems = maxItems;
		this.budget = budget;
	}

	/**
	 * Create a dispatcher for items that weigh nothing.
	 * @param executor runs the consumer
	 * @param consumer takes the items; what it throws is logged
	 * @param lostItems told how many were lost, when all that waited were taken
	 * @param maxItems how many items may wait
	 */
	public SerialDispatcher(Executor executor, Consumer<T> consumer, LongConsumer lostItems, int maxItems) {
		this(executor, consumer, lostItems, maxItems, new Budget(0));
	}

	/**
	 * Add an item that weighs nothing.
	 * @param item the item
	 * @return whether it was taken
	 */
	public boolean add(T item) {
		return add(item, 0);
	}

	/**
	 * Add an item.
	 * @param item the item
	 * @param weight what it weighs
	 * @return whether it was taken
	 */
	boolean add(T item, long weight) {
		synchronized (this.waiting) {
			if (!admit(weight)) {
				this.lost++;
				return false;
			}
			this.waiting.add(new Item<>(item, weight));
			if (this.running) {
				return true;
			}
			this.running = true;
		}
		try {
			this.executor.execute(this::run);
		}
		catch (Throwable ex) {
			// There is no thread left. The next item asks for one again.
			logger.warn("What is to be handed over has to wait", ex);
			synchronized (this.waiting) {
				this.running = false;
			}
		}
		return true;
	}

	private boolean admit(long weight) {
		if (this.waiting.isEmpty()) {
			this.budget.take(weight);
			return true;
		}
		return this.waiting.size() < this.maxItems && this.budget.tryTake(weight);
	}

	private void run() {
		synchronized (this.waiting) {
			if (this.handing) {
				// An executor that found no thread may have kept the task all the same.
				return;
			}
			this.handing = true;
		}
		Item<T> item = next();
		while (item != null) {
			accept(item.content());
			item = next();
		}
	}

	/**
	 * What one item does must not keep those behind it from being handed over.
	 */
	private void accept(T content) {
		try {
			this.consumer.accept(content);
		}
		catch (Throwable ex) {
			logger.warn("What was handed over could not be handled", ex);
		}
	}

	private @Nullable Item<T> next() {
		long lost;
		Item<T> item;
		synchronized (this.waiting) {
			item = this.waiting.poll();
			this.budget.give((item != null) ? item.weight() : 0);
			if (item == null) {
				this.running = false;
				this.handing = false;
			}
			lost = (item != null) ? 0 : this.lost;
			this.lost -= lost;
		}
		if (lost > 0) {
			this.lostItems.accept(lost);
		}
		return item;
	}

	private record Item<T>(T content, long weight) {
	}

}
