package io.multifrost.benchmarks.stranger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections on which something is said once, or nothing, and which come again some time
 * after they were ended.
 */
final class BareStrangers implements AutoCloseable {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long LOOK_MILLIS = 20;

	private final Selector selector = Selector.open();

	private final ByteBuffer heard = ByteBuffer.allocate(1024);

	/** Those that have been ended, the first of them first. */
	private final Deque<Return> returns = new ArrayDeque<>();

	private final InetSocketAddress service;

	private final Thread thread = new Thread(this::run, "strangers");

	private final AtomicInteger connections = new AtomicInteger();

	private volatile boolean over;

	BareStrangers(List<byte[]> said, int port) throws IOException {
		this.service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		for (byte[] one : said) {
			this.returns.add(new Return(System.nanoTime(), one));
		}
		this.thread.start();
	}

	private void run() {
		try {
			while (!this.over) {
				connectDue();
				this.selector.select(this::serve, LOOK_MILLIS);
			}
			for (SelectionKey key : this.selector.keys()) {
				key.channel().close();
			}
			this.selector.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The strangers cannot go on", ex);
		}
	}

	private void connectDue() throws IOException {
		long now = System.nanoTime();
		while (!this.returns.isEmpty() && this.returns.element().time() - now <= 0) {
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			boolean connected = channel.connect(this.service);
			SelectionKey key = channel.register(this.selector, SelectionKey.OP_CONNECT, this.returns.remove().said());
			if (connected) {
				serve(key);
			}
		}
	}

	private void serve(SelectionKey key) {
		SocketChannel channel = (SocketChannel) key.channel();
		byte[] said = (byte[]) key.attachment();
		try {
			if (channel.isConnectionPending() && !channel.finishConnect()) {
				return;
			}
			if (key.interestOps() == SelectionKey.OP_CONNECT) {
				this.connections.incrementAndGet();
				key.interestOps(SelectionKey.OP_READ);
				channel.write(ByteBuffer.wrap(said));
			}
			else if (channel.read(this.heard.clear()) < 0) {
				comeAgain(channel, said);
			}
		}
		catch (IOException ex) {
			// Refused, or reset: both are the service's right
			comeAgain(channel, said);
		}
	}

	private void comeAgain(SocketChannel channel, byte[] said) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("A connection cannot be closed", ex);
		}
		this.returns.add(new Return(System.nanoTime() + PAUSE, said));
	}

	int connections() {
		return this.connections.get();
	}

	@Override
	public void close() {
		this.over = true;
		this.selector.wakeup();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Return(long time, byte[] said) {
	}

}
