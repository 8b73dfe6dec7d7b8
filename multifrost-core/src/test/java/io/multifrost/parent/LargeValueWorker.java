package io.multifrost.parent;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.multifrost.NdArray;
import io.multifrost.child.CallArguments;
import io.multifrost.child.CallHandler;
import io.multifrost.child.ChildWorker;
import io.multifrost.process.WorkerCommand;

/**
 * A worker of Java whose functions take what is large.
 */
public final class LargeValueWorker implements CallHandler {

	static ParentWorkerBuilder spawn() {
		return ParentWorker.spawn(WorkerCommand.java(LargeValueWorker.class.getName(), "-Xmx512m"));
	}

	public static void main(String[] args) {
		ChildWorker.serving(new LargeValueWorker()).build().run();
	}

	public double[] twice(double[] values) {
		double[] doubled = values.clone();
		for (int i = 0; i < doubled.length; i++) {
			doubled[i] *= 2;
		}
		return doubled;
	}

	public NdArray same(NdArray numbers) {
		return numbers;
	}

	public byte[] echo(byte[] bytes) {
		return bytes;
	}

	public ByteBuffer buffer(ByteBuffer bytes) {
		return bytes;
	}

	public double sumOfList(List<Double> values) {
		return values.stream().mapToDouble(Double::doubleValue).sum();
	}

	public double sumOfMany(double... values) {
		return values[0] + values[values.length - 1];
	}

	public String kind(Object value) {
		return (value instanceof List<?> list) ? "list of " + list.size() : value.getClass().getSimpleName();
	}

	public double[] fail(double[] values) {
		throw new IllegalStateException("of " + values.length);
	}

	public double[] hang(double[] values) throws InterruptedException {
		new CountDownLatch(1).await();
		return values;
	}

	@Override
	public Object handle(CallArguments arguments) {
		return arguments.get(0, double[].class).length;
	}

}
