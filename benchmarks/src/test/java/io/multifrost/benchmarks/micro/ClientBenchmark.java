package io.multifrost.benchmarks.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * The way of a call through the proxy of a typed interface and the chain of interceptors,
 * of which the last refuses it, so that nothing else is measured.
 */
@State(Scope.Thread)
public class ClientBenchmark {

	@Param({ "0", "3" })
	int interceptors;

	private Adder adder = (a, b) -> 0;

	@Setup
	public void prepare() {
		RuntimeException refusal = new Refusal();
		ParentWorkerBuilder builder = ParentWorker.connectTo("tcp://127.0.0.1:1");
		for (int i = 0; i < this.interceptors; i++) {
			builder.interceptor((call) -> CallInterceptor.Completion.NONE);
		}
		builder.interceptor((call) -> {
			throw refusal;
		});
		this.adder = builder.build().as(Adder.class);
	}

	@Benchmark
	public long proxyAndInterceptors() {
		try {
			return this.adder.add(10, 20);
		}
		catch (Refusal ex) {
			return 0;
		}
	}

	/**
	 * The client.
	 */
	public interface Adder {

		long add(long a, long b);

	}

	private static final class Refusal extends RuntimeException {

		Refusal() {
			super("refused", null, false, false);
		}

	}

}
