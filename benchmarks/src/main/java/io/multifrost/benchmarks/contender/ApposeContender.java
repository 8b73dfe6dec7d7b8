package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apposed.appose.Appose;
import org.apposed.appose.NDArray;
import org.apposed.appose.Service;
import org.jspecify.annotations.Nullable;

import io.multifrost.benchmarks.load.BlockingCalls;

/**
 * Appose: each call is a script, its arguments are JSON, and arrays are in memory that
 * both processes share. Its worker is in the Python of the benchmarks.
 */
final class ApposeContender implements Contender, BlockingCalls {

	private static final long PATIENCE = 30;

	/**
	 * Its last line is an expression, since Appose takes a script's last line for one,
	 * and would not add.
	 */
	private static final String INCREMENT = """
			numbers = array.ndarray()
			numbers += 1
			numbers.size""";

	private final Service worker;

	private @Nullable NDArray shared;

	ApposeContender() throws IOException {
		this.worker = Appose.custom()
			.binPaths(Path.of(Python.executable()).resolveSibling("").toString())
			.build()
			.python()
			.init("import numpy")
			.start();
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public long add(long a, long b) throws Exception {
		return ((Number) call("a + b", Map.of("a", a, "b", b))).longValue();
	}

	/**
	 * Copy to an array that is shared, change it there, and copy from it. The array is
	 * kept, since the pages of a new one for each call take three times as long as all
	 * else.
	 */
	@Override
	public double[] increment(double[] values) throws Exception {
		NDArray array = array(values.length);
		DoubleBuffer numbers = array.buffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
		numbers.put(0, values);
		call(INCREMENT, Map.of("array", array));
		double[] sums = new double[values.length];
		numbers.get(0, sums);
		return sums;
	}

	private NDArray array(int length) {
		NDArray array = this.shared;
		if (array == null || array.shape().numElements() != length) {
			closeArray();
			array = new NDArray(NDArray.DType.FLOAT64, new NDArray.Shape(NDArray.Shape.Order.C_ORDER, length));
			this.shared = array;
		}
		return array;
	}

	private void closeArray() {
		NDArray array = this.shared;
		this.shared = null;
		if (array != null) {
			array.close();
		}
	}

	/**
	 * Run a script. {@code Task.waitFor()} may return before there is a result, so this
	 * waits for the event that tells of it.
	 */
	private Object call(String script, Map<String, Object> inputs) throws Exception {
		CompletableFuture<Object> result = new CompletableFuture<>();
		Service.Task task = this.worker.task(script, inputs);
		task.listen((event) -> {
			if (task.status == Service.TaskStatus.COMPLETE) {
				result.complete(task.result());
			}
			else if (task.status.isFinished()) {
				result.completeExceptionally(new IllegalStateException("Task " + task.status + ": " + task.error));
			}
		});
		task.start();
		return result.get(PATIENCE, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		closeArray();
		this.worker.close();
	}

}
