package io.multifrost.benchmarks.stranger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What those say who do not speak the protocol.
 */
final class Garbage {

	private static final int GREETING = 64;

	private static final int MECHANISM_AT = 12;

	private static final int HELLO_BODY = 200;

	private static final Random random = new Random(1);

	private Garbage() {
	}

	/**
	 * Make bytes at random.
	 */
	static byte[] any() {
		byte[] bytes = new byte[GREETING + HELLO_BODY];
		random.nextBytes(bytes);
		return bytes;
	}

	/**
	 * Make the greeting of a client with a key, and a first command whose proof is made
	 * of bytes at random. The service has to compute to find that out.
	 */
	static byte[] hello() {
		byte[] proof = new byte[HELLO_BODY];
		random.nextBytes(proof);
		ByteBuffer bytes = ByteBuffer.allocate(GREETING + 2 + HELLO_BODY);
		bytes.put((byte) 0xff).position(9);
		bytes.put((byte) 0x7f).put((byte) 3).position(MECHANISM_AT);
		bytes.put("CURVE".getBytes(StandardCharsets.US_ASCII)).position(GREETING);
		// A short command of so many bytes, its name, and the version 1.0
		bytes.put((byte) 4).put((byte) HELLO_BODY).put(proof).position(GREETING + 2);
		bytes.put((byte) 5).put("HELLO".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
		return bytes.array();
	}

}
