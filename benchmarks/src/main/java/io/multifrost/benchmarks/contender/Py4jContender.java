package io.multifrost.benchmarks.contender;

import java.io.IOException;

import py4j.ClientServer;

import io.multifrost.benchmarks.load.BlockingCalls;

/**
 * Py4J with the threading model that it recommends. Its calls have no ids.
 */
final class Py4jContender implements Contender, BlockingCalls {

	private final WorkerProgram worker;

	private final ClientServer client;

	private final Py4jAdder adder;

	Py4jContender() throws IOException {
		// Nothing in Java is called from Python, so that no port is needed for it
		this.worker = WorkerProgram.python("py4j_worker.py", "0");
		this.client = new ClientServer.ClientServerBuilder().javaPort(0)
			.pythonPort(this.worker.port())
			.autoStartJavaServer(false)
			.build();
		this.adder = (Py4jAdder) this.client.getPythonServerEntryPoint(new Class<?>[] { Py4jAdder.class });
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public long add(long a, long b) {
		return this.adder.add(a, b);
	}

	/**
	 * Py4J passes an array as a reference, each of whose numbers is a call: its users
	 * send bytes.
	 */
	@Override
	public double[] increment(double[] values) {
		return NumberBytes.numbers(this.adder.increment(NumberBytes.bytes(values)));
	}

	@Override
	public void close() throws IOException {
		this.client.shutdown();
		this.worker.close();
	}

}
