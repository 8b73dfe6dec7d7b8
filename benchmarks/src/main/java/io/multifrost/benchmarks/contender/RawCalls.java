package io.multifrost.benchmarks.contender;

import java.io.IOException;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Pipeline;
import io.multifrost.benchmarks.worker.RawMessage;

/**
 * Calls over a connection that carries messages and nothing else.
 */
final class RawCalls implements BlockingCalls, Pipeline {

	private final Connection connection;

	private long lastId;

	RawCalls(Connection connection) {
		this.connection = connection;
	}

	@Override
	public long add(long a, long b) throws Exception {
		return RawMessage.sum(call(RawMessage.add(++this.lastId, a, b)));
	}

	@Override
	public byte[] echo(byte[] value) throws Exception {
		return RawMessage.bytes(call(RawMessage.echo(++this.lastId, value)));
	}

	@Override
	public double[] echo(double[] values) throws Exception {
		return RawMessage.doubles(call(RawMessage.numbers(++this.lastId, values)));
	}

	@Override
	public double[] increment(double[] values) throws Exception {
		return RawMessage.doubles(call(RawMessage.increment(++this.lastId, values)));
	}

	private byte[] call(byte[] message) throws Exception {
		this.connection.send(message);
		byte[] answer = this.connection.receive();
		if (RawMessage.id(answer) != this.lastId) {
			throw new IllegalStateException("The answer to " + RawMessage.id(answer) + " came for " + this.lastId);
		}
		return answer;
	}

	@Override
	public void send(long id, long a, long b) throws Exception {
		this.connection.send(RawMessage.add(id, a, b));
	}

	@Override
	public Answer receive() throws Exception {
		byte[] message = this.connection.receive();
		return new Answer(RawMessage.id(message), RawMessage.sum(message));
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

	/**
	 * Carries messages. Used by one thread.
	 */
	interface Connection extends AutoCloseable {

		void send(byte[] message) throws Exception;

		byte[] receive() throws Exception;

		@Override
		void close() throws IOException;

	}

}
