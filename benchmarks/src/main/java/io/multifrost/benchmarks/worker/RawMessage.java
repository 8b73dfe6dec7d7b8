package io.multifrost.benchmarks.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What travels where no library says it: one byte for the function, eight for the id, and
 * the argument or the result. Numbers of an array have the order of bytes that most
 * machines have.
 */
public final class RawMessage {

	private static final byte ADD = 'a';

	private static final byte ECHO = 'e';

	private static final byte NUMBERS = 'n';

	private static final byte INCREMENT = 'i';

	private static final int HEADER = 1 + Long.BYTES;

	private RawMessage() {
	}

	private static ByteBuffer begin(byte function, long id, int size) {
		return ByteBuffer.allocate(HEADER + size).put(function).putLong(id);
	}

	/**
	 * Write a call of {@code add}.
	 * @param id its id
	 * @param a one number
	 * @param b another
	 * @return a message
	 */
	public static byte[] add(long id, long a, long b) {
		return begin(ADD, id, 2 * Long.BYTES).putLong(a).putLong(b).array();
	}

	/**
	 * Write a call that returns its argument.
	 * @param id its id
	 * @param value some bytes
	 * @return a message
	 */
	public static byte[] echo(long id, byte[] value) {
		return begin(ECHO, id, value.length).put(value).array();
	}

	/**
	 * Write a call that returns its argument.
	 * @param id its id
	 * @param values some numbers
	 * @return a message
	 */
	public static byte[] numbers(long id, double[] values) {
		return numbers(NUMBERS, id, values);
	}

	/**
	 * Write a call that adds one to each number.
	 * @param id its id
	 * @param values some numbers
	 * @return a message
	 */
	public static byte[] increment(long id, double[] values) {
		return numbers(INCREMENT, id, values);
	}

	private static byte[] numbers(byte function, long id, double[] values) {
		ByteBuffer message = begin(function, id, values.length * Double.BYTES);
		message.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
		return message.array();
	}

	/**
	 * Run a call.
	 * @param call the message of the call
	 * @return the message of its answer
	 */
	static byte[] answer(byte[] call) {
		ByteBuffer message = ByteBuffer.wrap(call);
		byte function = message.get();
		long id = message.getLong();
		return switch (function) {
			case ADD -> begin(ADD, id, Long.BYTES).putLong(message.getLong() + message.getLong()).array();
			case ECHO -> echo(id, bytes(call));
			case NUMBERS -> numbers(id, doubles(call));
			default -> throw new IllegalArgumentException("There is no function " + function);
		};
	}

	/**
	 * Read the id of a message.
	 * @param message a message
	 * @return the id
	 */
	public static long id(byte[] message) {
		return ByteBuffer.wrap(message).getLong(1);
	}

	/**
	 * Read the answer to {@code add}.
	 * @param message a message
	 * @return the sum
	 */
	public static long sum(byte[] message) {
		return ByteBuffer.wrap(message).getLong(HEADER);
	}

	/**
	 * Read the bytes of a message.
	 * @param message a message
	 * @return the bytes
	 */
	public static byte[] bytes(byte[] message) {
		byte[] value = new byte[message.length - HEADER];
		System.arraycopy(message, HEADER, value, 0, value.length);
		return value;
	}

	/**
	 * Read the numbers of a message.
	 * @param message a message
	 * @return the numbers
	 */
	public static double[] doubles(byte[] message) {
		double[] values = new double[(message.length - HEADER) / Double.BYTES];
		ByteBuffer.wrap(message, HEADER, message.length - HEADER)
			.order(ByteOrder.LITTLE_ENDIAN)
			.asDoubleBuffer()
			.get(values);
		return values;
	}

}
