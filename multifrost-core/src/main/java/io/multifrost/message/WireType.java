package io.multifrost.message;

/**
 * The types of MessagePack, told from the first byte of a value.
 */
enum WireType {

	NIL, BOOLEAN, INTEGER, FLOAT, STRING, BINARY, ARRAY, MAP, EXTENSION, INVALID;

	private static final WireType[] TYPES = new WireType[256];

	static {
		for (int head = 0; head < TYPES.length; head++) {
			TYPES[head] = find(head);
		}
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

	private static WireType find(int head) {
		if (head <= 0x7f || head >= 0xe0) {
			return INTEGER;
		}
		if (head <= 0x8f) {
			return MAP;
		}
		if (head <= 0x9f) {
			return ARRAY;
		}
		if (head <= 0xbf) {
			return STRING;
		}
		return switch (head) {
			case 0xc0 -> NIL;
			case 0xc1 -> INVALID;
			case 0xc2, 0xc3 -> BOOLEAN;
			case 0xc4, 0xc5, 0xc6 -> BINARY;
			case 0xca, 0xcb -> FLOAT;
			case 0xd9, 0xda, 0xdb -> STRING;
			case 0xdc, 0xdd -> ARRAY;
			case 0xde, 0xdf -> MAP;
			case 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> EXTENSION;
			default -> INTEGER;
		};
	}

}
