package io.multifrost.parent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes on what comes, until it is told not to: the connections then stay open and
 * silent, as those to a host whose cable was pulled. What it passes on may take time.
 */
final class TcpProxy implements AutoCloseable {

	private static final String PING = "\4PING";

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final int target;

	private final AtomicLong pings = new AtomicLong();

	private volatile long delayMillis;

	private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

	private final AtomicInteger accepted = new AtomicInteger();

	private volatile int limit = Integer.MAX_VALUE;

	private boolean stalled;

	private TcpProxy(int target) throws IOException {
		this.target = target;
	}

	static TcpProxy to(int port) throws IOException {
		TcpProxy proxy = new TcpProxy(port);
		start(proxy::accept);
		return proxy;
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Return how many pings of ZMTP were passed on.
	 */
	long pings() {
		return this.pings.get();
	}

	/**
	 * Have all that comes take that long, in each direction.
	 */
	void delay(Duration delay) {
		this.delayMillis = delay.toMillis();
	}

	/**
	 * Return all that was passed on, in both directions, a character for a byte.
	 */
	String seen() {
		return this.seen.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return how many connections were made.
	 */
	int accepted() {
		return this.accepted.get();
	}

	/**
	 * Return how many connections are open.
	 */
	int open() {
		return this.sockets.size() / 2;
	}

	/**
	 * End each connection at once that is made after so many.
	 */
	void limit(int limit) {
		this.limit = limit;
	}

	synchronized void stall() {
		this.stalled = true;
	}

	synchronized void resume() {
		this.stalled = false;
		notifyAll();
	}

	private void accept() {
		try {
			while (true) {
				Socket in = this.server.accept();
				if (this.accepted.incrementAndGet() > this.limit) {
					in.close();
					continue;
				}
				Socket out = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.addAll(List.of(in, out));
				start(() -> pass(in, out));
				start(() -> pass(out, in));
			}
		}
		catch (IOException ex) {
			if (!this.server.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void pass(Socket from, Socket to) {
		byte[] buffer = new byte[64 * 1024];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				Thread.sleep(this.delayMillis);
				awaitResumed();
				this.seen.write(buffer, 0, count); // which is synchronized
				out.write(buffer, 0, count);
				if (new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(PING)) {
					this.pings.incrementAndGet();
				}
			}
		}
		catch (IOException ex) {
			// One side has closed the connection, and the other is to know.
			this.sockets.removeAll(List.of(from, to));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private synchronized void awaitResumed() {
		while (this.stalled) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		resume();
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
