package io.multifrost.benchmarks.contender;

import java.io.IOException;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.benchmarks.load.PipelineLoad;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.model.Shape;
import io.multifrost.benchmarks.worker.JeroMqWorker;
import io.multifrost.benchmarks.worker.RawMessage;

/**
 * Bare DEALER sockets of JeroMQ, one for each calling thread.
 */
final class JeroMqContender implements Contender {

	private static final int ATTEMPTS = 5;

	private static final int FIRST_ANSWER_MILLIS = 5000;

	private final WorkerProgram worker = WorkerProgram.java(JeroMqWorker.class);

	private final ZContext context = new ZContext();

	JeroMqContender() throws IOException {
	}

	/**
	 * Connect, and see that the connection lives: JeroMQ 0.6.0 loses one of some hundreds
	 * as it is made.
	 */
	private RawCalls connect() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			ZMQ.Socket dealer = this.context.createSocket(SocketType.DEALER);
			dealer.setHWM(0);
			dealer.setLinger(0);
			dealer.connect("tcp://127.0.0.1:" + this.worker.port());
			dealer.setReceiveTimeOut(FIRST_ANSWER_MILLIS);
			dealer.send(RawMessage.add(0, 1, 2));
			if (dealer.recv() != null) {
				dealer.setReceiveTimeOut(-1);
				return new RawCalls(new Connection(dealer));
			}
			dealer.close();
		}
		throw new IllegalStateException("The worker does not answer");
	}

	@Override
	public BlockingCalls blocking() {
		return connect();
	}

	@Override
	public Load load(Shape shape) throws Exception {
		return (shape.kind() == Shape.Kind.IN_FLIGHT) ? new PipelineLoad(shape.size(), connect())
				: Contender.super.load(shape);
	}

	@Override
	public WorkerAllocation allocation() {
		return this.worker.allocation();
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		this.worker.close();
	}

	private record Connection(ZMQ.Socket socket) implements RawCalls.Connection {

		@Override
		public void send(byte[] message) {
			this.socket.send(message);
		}

		@Override
		public byte[] receive() {
			return this.socket.recv();
		}

		@Override
		public void close() {
			this.socket.close();
		}

	}

}
