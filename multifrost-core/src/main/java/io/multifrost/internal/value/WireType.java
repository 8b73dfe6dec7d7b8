package io.multifrost.internal.value;

import java.util.Arrays;

/**
 * The types of MessagePack, told from the first byte of a value.
 */
public enum WireType {

	NIL, BOOLEAN, INTEGER, FLOAT, STRING, BINARY, ARRAY, MAP, EXTENSION, INVALID;

	private static final WireType[] TYPES = new WireType[256];

	static {
		Arrays.fill(TYPES, INTEGER);
		fill(0x80, 0x8f, MAP);
		fill(0x90, 0x9f, ARRAY);
		fill(0xa0, 0xbf, STRING);
		fill(0xc0, 0xc0, NIL);
		fill(0xc1, 0xc1, INVALID);
		fill(0xc2, 0xc3, BOOLEAN);
		fill(0xc4, 0xc6, BINARY);
		fill(0xc7, 0xc9, EXTENSION);
		fill(0xca, 0xcb, FLOAT);
		fill(0xd4, 0xd8, EXTENSION);
		fill(0xd9, 0xdb, STRING);
		fill(0xdc, 0xdd, ARRAY);
		fill(0xde, 0xdf, MAP);
	}

	private static void fill(int first, int last, WireType type) {
		Arrays.fill(TYPES, first, last + 1, type);
	}

	/**
	 * Find the type of a value.
	 * @param head the first byte, from 0 to 255
	 * @return the type
	 */
	static WireType of(int head) {
		return TYPES[head];
	}

	/**
	 * Return the number of bytes that follow the first byte of nil, a boolean or a
	 * number.
	 * @param head the first byte, from 0 to 255
	 * @return the number of bytes
	 */
	static int fixedSize(int head) {
		return switch (head) {
			case 0xcc, 0xd0 -> 1;
			case 0xcd, 0xd1 -> 2;
			case 0xca, 0xce, 0xd2 -> 4;
			case 0xcb, 0xcf, 0xd3 -> 8;
			default -> 0;
		};
	}

}
