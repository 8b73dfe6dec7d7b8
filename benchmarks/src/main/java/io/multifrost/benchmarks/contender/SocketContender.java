package io.multifrost.benchmarks.contender;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.benchmarks.load.PipelineLoad;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.model.Shape;
import io.multifrost.benchmarks.worker.SocketWorker;

/**
 * Plain blocking sockets, a connection for each calling thread.
 */
final class SocketContender implements Contender {

	private final WorkerProgram worker;

	private SocketContender(WorkerProgram worker) {
		this.worker = worker;
	}

	static SocketContender java() throws IOException {
		return new SocketContender(WorkerProgram.java(SocketWorker.class));
	}

	/**
	 * A worker with NumPy.
	 */
	static SocketContender python() throws IOException {
		return new SocketContender(WorkerProgram.python("socket_worker.py"));
	}

	@Override
	public BlockingCalls blocking() throws IOException {
		return new RawCalls(new Connection(this.worker.port()));
	}

	@Override
	public Load load(Shape shape) throws Exception {
		return (shape.kind() == Shape.Kind.IN_FLIGHT)
				? new PipelineLoad(shape.size(), new RawCalls(new Connection(this.worker.port())))
				: Contender.super.load(shape);
	}

	@Override
	public WorkerAllocation allocation() {
		return this.worker.allocation();
	}

	@Override
	public void close() throws IOException {
		this.worker.close();
	}

	private static final class Connection implements RawCalls.Connection {

		private static final int BUFFER = 1 << 16;

		private final Socket socket;

		private final DataInputStream in;

		private final DataOutputStream out;

		Connection(int port) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setTcpNoDelay(true);
			this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), BUFFER));
			this.out = new DataOutputStream(new BufferedOutputStream(this.socket.getOutputStream(), BUFFER));
		}

		@Override
		public void send(byte[] message) throws IOException {
			this.out.writeInt(message.length);
			this.out.write(message);
		}

		@Override
		public byte[] receive() throws IOException {
			if (this.in.available() == 0) {
				this.out.flush();
			}
			byte[] message = new byte[this.in.readInt()];
			this.in.readFully(message);
			return message;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
