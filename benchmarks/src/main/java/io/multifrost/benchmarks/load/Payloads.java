package io.multifrost.benchmarks.load;

import java.util.Random;

/**
 * What is sent where the size matters.
 */
final class Payloads {

	private static final long SEED = 42;

	private Payloads() {
	}

	static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		new Random(SEED).nextBytes(bytes);
		return bytes;
	}

	static double[] numbers(int count) {
		return new Random(SEED).doubles(count).toArray();
	}

	// Not all of it, which would take as long as some of the calls themselves
	static void check(byte[] sent, byte[] received) {
		int last = sent.length - 1;
		boolean same = received.length == sent.length && received[0] == sent[0] && received[last / 2] == sent[last / 2]
				&& received[last] == sent[last];
		if (!same) {
			throw new IllegalStateException("Other bytes came back than were sent");
		}
	}

	static void check(double[] sent, double[] received) {
		int last = sent.length - 1;
		boolean same = received.length == sent.length && received[0] == sent[0] && received[last / 2] == sent[last / 2]
				&& received[last] == sent[last];
		if (!same) {
			throw new IllegalStateException("Other numbers came back than were sent");
		}
	}

	static void checkSums(double[] sent, double[] received) {
		int last = sent.length - 1;
		boolean right = received.length == sent.length && received[0] == sent[0] + 1
				&& received[last / 2] == sent[last / 2] + 1 && received[last] == sent[last] + 1;
		if (!right) {
			throw new IllegalStateException("What came back is not what was sent and one");
		}
	}

}
