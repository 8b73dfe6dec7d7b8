package io.multifrost.benchmarks.contender;

import java.io.IOException;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.model.Shape;
import io.multifrost.benchmarks.worker.MultifrostService;
import io.multifrost.benchmarks.worker.MultifrostWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.security.CurveKeyPair;

/**
 * This project with a service that a parent connects to.
 */
class ServiceContender implements Contender, BlockingCalls {

	private final WorkerProgram program;

	private final ParentWorker parent;

	private final Calculator calculator;

	private ServiceContender(WorkerProgram program, ParentWorkerBuilder builder) {
		this.program = program;
		this.parent = builder.limits(MultifrostWorker.LIMITS).maxInFlight(MultifrostWorker.CAPACITY).start();
		this.calculator = this.parent.as(Calculator.class);
	}

	/**
	 * All that is said is in clear.
	 */
	static ServiceContender plain() throws IOException {
		WorkerProgram program = WorkerProgram.java(MultifrostService.class);
		return new ServiceContender(program, connectTo(program));
	}

	/**
	 * Both sides have keys.
	 */
	static ServiceContender withKeys() throws IOException {
		CurveKeyPair service = CurveKeyPair.generate();
		CurveKeyPair parent = CurveKeyPair.generate();
		WorkerProgram program = WorkerProgram.java(MultifrostService.class, service.secretKey(), parent.publicKey());
		return new ServiceContender(program, connectTo(program).keys(parent).serverKey(service.publicKey())) {

			@Override
			public Measurable measure(Shape shape) throws Exception {
				return (shape.kind() == Shape.Kind.BESIDE_STRANGERS)
						? new BesideStrangersMeasurement(this, program.port(), service.publicKey(), shape.size())
						: super.measure(shape);
			}

		};
	}

	private static ParentWorkerBuilder connectTo(WorkerProgram program) {
		return ParentWorker.connectTo("tcp://127.0.0.1:" + program.port());
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public long add(long a, long b) {
		return this.calculator.add(a, b);
	}

	@Override
	public byte[] echo(byte[] value) {
		return this.calculator.echo(value);
	}

	@Override
	public WorkerAllocation allocation() {
		return this.program.allocation();
	}

	@Override
	public void close() throws IOException {
		this.parent.close();
		this.program.close();
	}

}
