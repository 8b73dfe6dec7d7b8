package io.multifrost.internal.value;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

/**
 * Converts numbers where the value stays the same, and nowhere else, and writes those
 * that may be beyond the wire's.
 */
final class Numbers {

	/**
	 * The longest text that is taken for a number. Reading one takes time that grows with
	 * the square of its length.
	 */
	private static final int LONGEST_TEXT = 1_000;

	/**
	 * No number of the wire has more digits.
	 */
	private static final int MOST_DIGITS = 20;

	private static final double TWO_TO_63 = 0x1p63;

	private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

	private Numbers() {
	}

	private static boolean fitsWire(BigInteger value) {
		return value.bitLength() < 64 || (value.signum() > 0 && value.compareTo(UINT64_MAX) <= 0);
	}

	/**
	 * Convert a decimal that is whole to an integer of the wire.
	 * @param value the decimal
	 * @return the integer, or {@code null} if it has a fraction or does not fit
	 */
	static @Nullable BigInteger wholeForWire(BigDecimal value) {
		// Digits first: 1E+1000000000 is whole too
		if ((long) value.precision() - value.scale() > MOST_DIGITS || value.stripTrailingZeros().scale() > 0) {
			return null;
		}
		BigInteger integer = value.toBigIntegerExact();
		return fitsWire(integer) ? integer : null;
	}

	static void write(BigInteger value, MessagePacker packer) throws IOException {
		if (!fitsWire(value)) {
			throw CodecFault.of("is a BigInteger of " + value.bitLength()
					+ " bits, but the wire holds integers from -2^63 to 2^64-1: send a string");
		}
		packer.packBigInteger(value);
	}

	static void write(BigDecimal value, MessagePacker packer) throws IOException {
		BigInteger integer = wholeForWire(value);
		if (integer != null) {
			packer.packBigInteger(integer);
			return;
		}
		double approximation = value.doubleValue();
		if (Double.isInfinite(approximation) || BigDecimal.valueOf(approximation).compareTo(value) != 0) {
			throw CodecFault.of("is a BigDecimal of " + value.precision()
					+ " digits that a float64 does not hold exactly: send a string");
		}
		packer.packDouble(approximation);
	}

	/**
	 * Convert to a long.
	 * @param number a {@link Long}, {@link BigInteger} or {@link Double}
	 * @param least the least value that is allowed
	 * @param greatest the greatest value that is allowed
	 * @return the long, or {@code null} if the number has a fraction or does not fit
	 */
	static @Nullable Long toLong(Number number, long least, long greatest) {
		long value = number.longValue();
		if (number instanceof BigInteger) {
			return null;
		}
		if (number instanceof Double && (value != number.doubleValue() || number.doubleValue() >= TWO_TO_63)) {
			return null;
		}
		return (value >= least && value <= greatest) ? value : null;
	}

	static @Nullable BigInteger toBigInteger(Number number) {
		if (number instanceof BigInteger integer) {
			return integer;
		}
		if (number instanceof Long) {
			return BigInteger.valueOf(number.longValue());
		}
		double value = number.doubleValue();
		boolean whole = !Double.isInfinite(value) && value == Math.rint(value);
		return whole ? new BigDecimal(value).toBigIntegerExact() : null;
	}

	/**
	 * Convert to a double.
	 * @param number a {@link Long}, {@link BigInteger} or {@link Double}
	 * @return the double, or {@code null} if it would not be exactly the same
	 */
	static @Nullable Double toDouble(Number number) {
		double value = number.doubleValue();
		if (number instanceof Long && ((long) value != number.longValue() || value >= TWO_TO_63)) {
			return null;
		}
		if (number instanceof BigInteger integer && !new BigDecimal(value).toBigIntegerExact().equals(integer)) {
			return null;
		}
		return value;
	}

	/**
	 * Convert to a float, rounding as in Java: most peers have doubles alone.
	 * @param number a {@link Long}, {@link BigInteger} or {@link Double}
	 * @return the float, or {@code null} if it is an integer that is not exact as a
	 * double, or is beyond the range of floats
	 */
	static @Nullable Float toFloat(Number number) {
		Double value = toDouble(number);
		if (value == null || (Float.isInfinite(value.floatValue()) && !value.isInfinite())) {
			return null;
		}
		return value.floatValue();
	}

	static @Nullable BigDecimal toBigDecimal(Number number) {
		if (number instanceof Double) {
			double value = number.doubleValue();
			return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
		}
		return new BigDecimal(number.toString());
	}

	/**
	 * Read a number from a text.
	 * @param text the text
	 * @return the number, or {@code null} if the text is none
	 */
	static @Nullable BigDecimal parse(String text) {
		if (text.length() > LONGEST_TEXT) {
			return null;
		}
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
