package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Journal;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.benchmarks.load.ThreadsLoad;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.MultifrostServices;
import io.multifrost.parent.ParentWorker;

/**
 * Parents that are connected to workers which share a process.
 */
final class Services implements AutoCloseable {

	private final WorkerProgram program;

	private final List<ParentWorker> parents = new ArrayList<>();

	private Services(int workers) throws IOException {
		this.program = WorkerProgram.java(MultifrostServices.class, Integer.toString(workers));
	}

	/**
	 * Connect to so many workers.
	 */
	static Services connect(int workers) throws IOException {
		Services services = new Services(workers);
		for (int port : services.program.ports()) {
			services.connectTo(port);
		}
		return services;
	}

	private Calculator connectTo(int port) {
		ParentWorker parent = ParentWorker.connectTo("tcp://127.0.0.1:" + port).name("service-" + port).start();
		this.parents.add(parent);
		return parent.as(Calculator.class);
	}

	/**
	 * Return a load that calls one worker after another.
	 */
	static Load workers(int count) throws Exception {
		Services services = connect(count);
		List<Calculator> calculators = services.parents.stream().map((parent) -> parent.as(Calculator.class)).toList();
		return services.closedWith(ThreadsLoad.adding(1, () -> new InTurn(calculators)));
	}

	/**
	 * Return a load in which each parent has a thread, and all call the same worker.
	 */
	static Load parents(int count) throws Exception {
		Services services = new Services(1);
		return services.closedWith(ThreadsLoad.adding(count, () -> {
			Calculator calculator = services.connectTo(services.program.port());
			return calculator::add;
		}));
	}

	private Load closedWith(Load load) {
		return new Load() {

			@Override
			public void start(Journal journal) {
				load.start(journal);
			}

			@Override
			public void await() throws Exception {
				load.await();
			}

			@Override
			public WorkerAllocation allocation() {
				return Services.this.program.allocation();
			}

			@Override
			public void close() throws IOException {
				load.close();
				Services.this.close();
			}

		};
	}

	@Override
	public void close() throws IOException {
		this.parents.forEach(ParentWorker::close);
		this.program.close();
	}

	private static final class InTurn implements BlockingCalls {

		private final List<Calculator> calculators;

		private int next;

		InTurn(List<Calculator> calculators) {
			this.calculators = calculators;
		}

		@Override
		public long add(long a, long b) {
			this.next = (this.next + 1) % this.calculators.size();
			return this.calculators.get(this.next).add(a, b);
		}

	}

}
