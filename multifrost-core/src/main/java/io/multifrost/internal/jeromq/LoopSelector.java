package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The selector of JeroMQ's I/O thread, which lets that thread do our work too: before it
 * sleeps, and whenever it is woken. So a message needs no other thread on its way from
 * our queue to the network, or back.
 */
final class LoopSelector extends AbstractSelector {

	private final Selector delegate;

	private final EventLoop loop;

	private final Set<SelectionKey> keys = new HashSet<>();

	private final ReadyKeys selected = new ReadyKeys();

	private final Consumer<SelectionKey> onReady = this::onReady;

	/**
	 * Create a selector.
	 * @param delegate what really selects; closed by whoever has opened it
	 * @param loop what else the thread has to do
	 */
	LoopSelector(Selector delegate, EventLoop loop) {
		super(delegate.provider());
		this.delegate = delegate;
		this.loop = loop;
	}

	/**
	 * Return the selector for channels of ours.
	 */
	Selector delegate() {
		return this.delegate;
	}

	@Override
	protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
		try {
			// The channel holds its own lock now, and takes it once more.
			SelectionKey real = channel.register(this.delegate, ops);
			LoopKey key = new LoopKey(this, real);
			real.attach(key);
			key.attach(attachment);
			this.keys.add(key);
			return key;
		}
		catch (ClosedChannelException ex) {
			throw new IllegalStateException("A channel was closed while it was registered", ex);
		}
	}

	/**
	 * Return the channel that is being served, or {@code null} if the thread does
	 * something else.
	 */
	@Nullable SelectableChannel served() {
		SelectionKey key = this.selected.served();
		return (key != null) ? key.channel() : null;
	}

	/**
	 * Find out which channel was being served, and begin anew: all that are ready will be
	 * reported again.
	 * @return the channel, or {@code null} if the thread did something else
	 */
	@Nullable SelectableChannel takeServed() {
		SelectableChannel served = served();
		this.selected.clear();
		return served;
	}

	/**
	 * Report nothing of a channel of JeroMQ's, whatever JeroMQ asks for.
	 * @param key the key of the channel with the selector beneath
	 */
	static void rest(SelectionKey key) {
		if (key.isValid()) {
			((LoopKey) key.attachment()).rest(true);
		}
	}

	/**
	 * Report again what JeroMQ asks for.
	 * @param key the key of the channel with the selector beneath
	 */
	static void wake(SelectionKey key) {
		if (key.isValid()) {
			((LoopKey) key.attachment()).rest(false);
		}
	}

	@Override
	public int select(long timeout) throws IOException {
		this.selected.clear();
		this.loop.run();
		removeCancelled();
		long millis = this.loop.beforeSleep();
		try {
			if (millis == 0) {
				this.delegate.selectNow(this.onReady);
			}
			else {
				this.delegate.select(this.onReady, shorter(millis, timeout));
			}
		}
		finally {
			this.loop.afterSleep();
		}
		// Never 0: JeroMQ would take being woken for a fault, and make a new selector.
		return 1;
	}

	private static long shorter(long millis, long timeout) {
		if (millis < 0) {
			return timeout;
		}
		return (timeout > 0) ? Math.min(millis, timeout) : millis;
	}

	@Override
	public int select() throws IOException {
		return select(0);
	}

	@Override
	public int selectNow() throws IOException {
		removeCancelled();
		this.delegate.selectNow(this.onReady);
		return this.selected.size();
	}

	/**
	 * Our keys go first: a closed channel gives its descriptor back when its last key is
	 * gone, and the selector beneath is the one that looks.
	 */
	private void removeCancelled() {
		Set<SelectionKey> cancelled = cancelledKeys();
		synchronized (cancelled) {
			if (!cancelled.isEmpty()) { // seldom, while this is done before each sleep
				cancelled.forEach(this::remove);
				cancelled.clear();
			}
		}
	}

	private void remove(SelectionKey key) {
		deregister((AbstractSelectionKey) key);
		((LoopKey) key).delegate().cancel();
		this.keys.remove(key);
		this.selected.remove(key);
	}

	@Override
	public Selector wakeup() {
		this.delegate.wakeup();
		return this;
	}

	@Override
	public Set<SelectionKey> keys() {
		return Collections.unmodifiableSet(this.keys);
	}

	@Override
	public Set<SelectionKey> selectedKeys() {
		return this.selected;
	}

	@Override
	protected void implCloseSelector() {
		for (SelectionKey key : Set.copyOf(this.keys)) {
			key.cancel();
			remove(key);
		}
	}

	static long toMillis(long nanos) {
		// Rounded up: a timer that fires a little late is due, one that fires early is
		// not.
		return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
	}

	private void onReady(SelectionKey key) {
		if (key.attachment() instanceof LoopKey wrapped) {
			this.selected.add(wrapped);
		}
		else {
			this.loop.ready(key);
		}
	}

	/**
	 * The registration of a channel of JeroMQ's with this selector, as JeroMQ sees it.
	 */
	private static final class LoopKey extends AbstractSelectionKey {

		private final LoopSelector selector;

		private final SelectionKey delegate;

		private int asked;

		private boolean resting;

		LoopKey(LoopSelector selector, SelectionKey delegate) {
			this.selector = selector;
			this.delegate = delegate;
			this.asked = delegate.interestOps();
		}

		void rest(boolean rest) {
			this.resting = rest;
			interestOps(this.asked);
		}

		SelectionKey delegate() {
			return this.delegate;
		}

		@Override
		public SelectableChannel channel() {
			return this.delegate.channel();
		}

		@Override
		public Selector selector() {
			return this.selector;
		}

		@Override
		public int interestOps() {
			return this.asked;
		}

		@Override
		public SelectionKey interestOps(int ops) {
			this.asked = ops;
			this.delegate.interestOps(this.resting ? 0 : ops);
			return this;
		}

		@Override
		public int readyOps() {
			return this.delegate.readyOps();
		}

	}

}
