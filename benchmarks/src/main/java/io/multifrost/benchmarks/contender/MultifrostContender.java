package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.multifrost.benchmarks.load.AsyncCalls;
import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.load.StreamMeasurement;
import io.multifrost.benchmarks.load.ThreadsLoad;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.model.Shape;
import io.multifrost.benchmarks.worker.Lifeline;
import io.multifrost.benchmarks.worker.MultifrostWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.process.WorkerCommand;

/**
 * This project through a typed interface, with nothing around it.
 */
class MultifrostContender implements Contender, BlockingCalls, AsyncCalls {

	private final LifelineServer lifeline = new LifelineServer();

	private final ParentWorker worker;

	private final Calculator calculator;

	private final Supplier<ParentWorkerBuilder> builder;

	private final boolean java;

	private MultifrostContender(Supplier<ParentWorkerBuilder> builder, boolean java) throws IOException {
		this.builder = builder;
		this.java = java;
		this.worker = builder.get()
			.environment(Lifeline.PORT, this.lifeline.port())
			.limits(MultifrostWorker.LIMITS)
			.maxInFlight(MultifrostWorker.CAPACITY)
			.start();
		this.calculator = this.worker.as(Calculator.class);
	}

	MultifrostContender() throws IOException {
		this(() -> ParentWorker.spawn(WorkerCommand.java(MultifrostWorker.class.getName(), WorkerProgram.JVM_OPTIONS)),
				true);
	}

	/**
	 * The worker in one file, to be copied, on pyzmq. It does not stream: this project's
	 * package does it in its place.
	 */
	static MultifrostContender python() throws IOException {
		String script = Python.root().resolve("docs/worker.py").toString();
		return new MultifrostContender(() -> ParentWorker.spawn(script).executable(Python.executable()), false) {

			@Override
			public Measurable measure(Shape shape) throws Exception {
				return (shape.kind() == Shape.Kind.STREAM)
						? new StreamMeasurement(pythonModule("calculator.py"), WorkerAllocation.UNKNOWN)
						: super.measure(shape);
			}

		};
	}

	/**
	 * Plain functions, served by this project's package.
	 */
	static MultifrostContender pythonModule(String script) throws IOException {
		return new MultifrostContender(() -> plainPython(script), false);
	}

	/**
	 * The same, with as many bytes in place of numbers: the least that these could take.
	 */
	static MultifrostContender pythonBytes(String script) throws IOException {
		return new MultifrostContender(() -> plainPython(script), false) {

			private byte[] bytes = new byte[0];

			@Override
			public double[] echo(double[] values) {
				int size = Double.BYTES * values.length;
				this.bytes = (this.bytes.length == size) ? this.bytes : new byte[size];
				echo(this.bytes);
				return values;
			}

			@Override
			public double[] increment(double[] values) {
				return NumberBytes.numbers(incrementBytes(NumberBytes.bytes(values)));
			}

		};
	}

	private static ParentWorkerBuilder plainPython(String script) {
		PythonWorker worker = PythonWorker.script(Python.script(script)).executable(Python.executable()).build();
		return ParentWorker.spawn(worker, PythonEnvironments.DEFAULTS);
	}

	ParentWorker worker() {
		return this.worker;
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public AsyncCalls async() {
		return this;
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
	public double[] echo(double[] values) {
		return this.calculator.echoNumbers(values);
	}

	@Override
	public double[] increment(double[] values) {
		return this.calculator.increment(values);
	}

	byte[] incrementBytes(byte[] values) {
		return this.calculator.incrementBytes(values);
	}

	@Override
	public void stream(long count, LongPredicate reader) {
		try (Stream<Long> items = this.worker.stream("count", Long.class, count)) {
			Iterator<Long> iterator = items.iterator();
			boolean wanted = true;
			while (wanted && iterator.hasNext()) {
				wanted = reader.test(iterator.next());
			}
		}
	}

	@Override
	public void add(long a, long b, Reply reply) {
		tell(this.calculator.addLater(a, b), reply);
	}

	@Override
	public Measurable measure(Shape shape) throws Exception {
		return switch (shape.kind()) {
			case START -> new StartMeasurement(this.builder, this.java);
			case IDLE -> new IdleMeasurement(shape.size());
			case BESIDE_PAYLOAD -> new BesidePayloadMeasurement(this, shape.size());
			default -> Contender.super.measure(shape);
		};
	}

	@Override
	public Load load(Shape shape) throws Exception {
		return switch (shape.kind()) {
			case WORKERS -> Services.workers(shape.size());
			case PARENTS -> Services.parents(shape.size());
			case PENDING -> new PendingLoad(shape.size(), this.worker, ThreadsLoad.adding(1, this::blocking));
			default -> Contender.super.load(shape);
		};
	}

	static void tell(CompletableFuture<Long> future, Reply reply) {
		future.whenComplete((sum, failure) -> {
			if (failure != null) {
				reply.failed(failure);
			}
			else {
				reply.result(sum);
			}
		});
	}

	@Override
	public WorkerAllocation allocation() {
		return this.java ? this.lifeline : WorkerAllocation.UNKNOWN;
	}

	@Override
	public void close() throws IOException {
		this.worker.close();
		this.lifeline.close();
	}

}
