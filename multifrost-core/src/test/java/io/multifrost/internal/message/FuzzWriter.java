package io.multifrost.internal.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes MessagePack as no encoder would: with headers longer than needed, and, where
 * asked for, with lengths that lie.
 */
final class FuzzWriter {

	private static final long[] LIES = { 0, 1, 15, 16, 255, 256, 65_535, 65_536, 0x7fff_fffeL, 0x7fff_ffffL,
			0x8000_0000L, 0xffff_fffeL, 0xffff_ffffL };

	private static final String[] KEYS = { "number", "decimal", "whole", "text", "flag", "bytes", "time", "date",
			"length", "nested", "list", "map", "color", "k", "1", "-7", "1e3", "true", "RED", "null", "",
			"k".repeat(1_200) };

	private static final String[] TEXTS = { "", "a", "RED", "42", "-1", "1E+1000000000", "1E-1000000000", "0x10", "NaN",
			"é", "日本", "\ud83d\ude00", "\u0000", "2024-02-30T25:61:61Z", "2024-02-29T12:00:00Z", "2024-02-29", "PT1S",
			"PT99999999999999999999H", "123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-42661417400g",
			"9".repeat(40), "x".repeat(31), "y".repeat(300), "9".repeat(1_001) };

	private static final double[] DOUBLES = { 0, -0.0, 1, 1.5, -300, 1e18, 9.3e18, -9.3e18, 1e19, 1e300,
			Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY };

	private final SplittableRandom random;

	/**
	 * How many headers out of a thousand lie.
	 */
	private final int lies;

	private byte[] bytes = new byte[256];

	private int size;

	FuzzWriter(SplittableRandom random, int lies) {
		this.random = random;
		this.lies = lies;
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	/**
	 * Write any value.
	 * @param depth how many levels of arrays and maps may follow
	 */
	void value(int depth) {
		switch (this.random.nextInt((depth > 0) ? 13 : 9)) {
			case 0 -> raw(0xc0);
			case 1 -> raw(0xc2 + this.random.nextInt(2));
			case 2 -> raw(this.random.nextInt(256) & ((this.random.nextBoolean()) ? 0x7f : 0xff) | 0xe0);
			case 3 -> raw(this.random.nextInt(0x80));
			case 4 -> integer();
			case 5 -> floating();
			case 6 -> string(TEXTS[this.random.nextInt(TEXTS.length)]);
			case 7 -> binary();
			case 8 -> extension();
			case 9, 10 -> array(depth);
			default -> map(depth);
		}
	}

	private void integer() {
		int width = this.random.nextInt(4);
		raw((this.random.nextBoolean() ? 0xcc : 0xd0) + width);
		number(this.random.nextLong() >> this.random.nextInt(64), 1 << width);
	}

	private void floating() {
		double value = (this.random.nextInt(3) == 0) ? Double.longBitsToDouble(this.random.nextLong())
				: DOUBLES[this.random.nextInt(DOUBLES.length)];
		if (this.random.nextInt(4) == 0) {
			raw(0xca);
			number(Float.floatToRawIntBits((float) value), 4);
		}
		else {
			raw(0xcb);
			number(Double.doubleToRawLongBits(value), 8);
		}
	}

	void string(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		if (utf8.length > 0 && this.random.nextInt(50) == 0) {
			utf8[this.random.nextInt(utf8.length)] = (byte) (0x80 | this.random.nextInt(128));
		}
		header(utf8.length, 0xa0, 32, 0xd9, 0xda, 0xdb);
		raw(utf8);
	}

	private void binary() {
		byte[] content = content(this.random.nextInt(20));
		header(content.length, 0, 0, 0xc4, 0xc5, 0xc6);
		raw(content);
	}

	private void extension() {
		if (this.random.nextInt(3) == 0) {
			numbers();
			return;
		}
		int type = (this.random.nextInt(3) > 0) ? -1 : this.random.nextInt(3) - 1;
		int power = this.random.nextInt(6);
		if (power < 5) {
			raw(0xd4 + power);
			raw(type);
			raw(content(1 << power));
			return;
		}
		byte[] content = content((this.random.nextBoolean()) ? 12 : this.random.nextInt(20));
		header(content.length, 0, 0, 0xc7, 0xc8, 0xc9);
		raw(type);
		raw(content);
	}

	/**
	 * An array of numbers, most of them as they should be.
	 */
	private void numbers() {
		boolean two = this.random.nextBoolean();
		int first = this.random.nextInt(4);
		int second = two ? this.random.nextInt(4) : 1;
		FuzzWriter inner = new FuzzWriter(this.random, this.lies);
		inner.arrayHeader(3);
		String[] types = { "<f8", "<f4", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1", "|b1", "<f2" };
		String type = types[this.random.nextInt(types.length)];
		inner.string(type);
		inner.arrayHeader(two ? 2 : 1);
		inner.raw(first);
		if (two) {
			inner.raw(second);
		}
		byte[] elements = content((type.charAt(2) - '0') * first * second + (this.random.nextInt(10) / 9));
		inner.header(elements.length, 0, 0, 0xc4, 0xc5, 0xc6);
		inner.raw(elements);
		byte[] content = inner.toByteArray();
		header(content.length, 0, 0, 0xc7, 0xc8, 0xc9);
		raw(40);
		raw(content);
	}

	private void array(int depth) {
		int count = count();
		arrayHeader(count);
		// Of one kind as often as not, so that typed collections can be read too
		boolean same = this.random.nextBoolean();
		int start = this.size;
		byte[] first = {};
		for (int i = 0; i < count; i++) {
			if (same && i > 0) {
				raw(first);
			}
			else {
				value(depth - 1);
			}
			if (same && i == 0) {
				first = Arrays.copyOfRange(this.bytes, start, this.size);
			}
		}
	}

	void arrayHeader(int count) {
		header(count, 0x90, 16, 0, 0xdc, 0xdd);
	}

	private void map(int depth) {
		int count = count();
		mapHeader(count);
		for (int i = 0; i < count; i++) {
			if (this.random.nextInt(20) == 0) {
				value(depth - 1);
			}
			else {
				string(KEYS[this.random.nextInt(KEYS.length)]);
			}
			value(depth - 1);
		}
	}

	void mapHeader(int count) {
		header(count, 0x80, 16, 0, 0xde, 0xdf);
	}

	private int count() {
		return (this.random.nextInt(30) == 0) ? this.random.nextInt(40) : this.random.nextInt(5);
	}

	private byte[] content(int length) {
		byte[] content = new byte[length];
		if (this.random.nextBoolean()) {
			this.random.nextBytes(content);
		}
		return content;
	}

	/**
	 * Write a header.
	 * @param fixed the first head with the length in it
	 * @param fixedLimit the first length that does not fit there
	 * @param heads the heads with 1, 2 and 4 bytes of length, 0 where there is none
	 */
	private void header(long length, int fixed, int fixedLimit, int... heads) {
		long written = (this.random.nextInt(1_000) < this.lies) ? LIES[this.random.nextInt(LIES.length)] : length;
		if (written < fixedLimit && this.random.nextInt(20) > 0) {
			raw(fixed | (int) written);
			return;
		}
		int width = (written < 256) ? 0 : ((written < 65_536) ? 1 : 2);
		if (heads[width] == 0 || this.random.nextInt(10) == 0) {
			width = Math.max(1, this.random.nextInt(width, 3));
		}
		raw(heads[width]);
		number(written, 1 << width);
	}

	void number(long value, int count) {
		for (int i = count - 1; i >= 0; i--) {
			raw((int) (value >>> (8 * i)));
		}
	}

	void raw(byte[] content) {
		for (byte b : content) {
			raw(b);
		}
	}

	void raw(int value) {
		if (this.size == this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * this.size);
		}
		this.bytes[this.size++] = (byte) value;
	}

}
