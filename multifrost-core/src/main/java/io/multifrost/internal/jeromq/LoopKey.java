package io.multifrost.internal.jeromq;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;

/**
 * The registration of a channel of JeroMQ's with a {@link LoopSelector}, as JeroMQ sees
 * it.
 */
final class LoopKey extends AbstractSelectionKey {

	private final LoopSelector selector;

	private final SelectionKey delegate;

	/**
	 * Create a key.
	 * @param selector the selector that JeroMQ knows
	 * @param delegate the registration with the selector beneath
	 */
	LoopKey(LoopSelector selector, SelectionKey delegate) {
		this.selector = selector;
		this.delegate = delegate;
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
		return this.delegate.interestOps();
	}

	@Override
	public SelectionKey interestOps(int ops) {
		this.delegate.interestOps(ops);
		return this;
	}

	@Override
	public int readyOps() {
		return this.delegate.readyOps();
	}

}
