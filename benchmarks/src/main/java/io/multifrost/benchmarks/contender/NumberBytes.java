package io.multifrost.benchmarks.contender;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers as the bytes that NumPy takes for them, where only bytes are sent.
 */
final class NumberBytes {

	private NumberBytes() {
	}

	static byte[] bytes(double[] numbers) {
		ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.nativeOrder());
		bytes.asDoubleBuffer().put(numbers);
		return bytes.array();
	}

	static double[] numbers(byte[] bytes) {
		double[] numbers = new double[bytes.length / Double.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asDoubleBuffer().get(numbers);
		return numbers;
	}

}
