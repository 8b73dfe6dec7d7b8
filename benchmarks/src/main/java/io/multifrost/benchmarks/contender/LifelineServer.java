package io.multifrost.benchmarks.contender;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.Lifeline;

/**
 * The measuring side of a {@link Lifeline}.
 */
final class LifelineServer implements WorkerAllocation, AutoCloseable {

	private static final int PATIENCE = 20_000;

	private final ServerSocket server;

	private @Nullable Socket worker;

	LifelineServer() throws IOException {
		this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(PATIENCE);
	}

	String port() {
		return Integer.toString(this.server.getLocalPort());
	}

	@Override
	public void mark() {
		ask(Lifeline.MARK);
	}

	@Override
	public long sinceMark() {
		return ask(Lifeline.READ);
	}

	private long ask(int question) {
		try {
			Socket socket = this.worker;
			if (socket == null) {
				socket = this.server.accept();
				socket.setSoTimeout(PATIENCE);
				this.worker = socket;
			}
			socket.getOutputStream().write(question);
			return new DataInputStream(socket.getInputStream()).readLong();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The worker does not say what it allocates", ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		Socket socket = this.worker;
		if (socket != null) {
			socket.close();
		}
	}

}
