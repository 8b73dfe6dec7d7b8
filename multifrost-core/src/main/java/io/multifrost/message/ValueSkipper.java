package io.multifrost.message;

/**
 * Moves past values, and so checks that they are well formed.
 */
final class ValueSkipper {

	private ValueSkipper() {
	}

	/**
	 * Move past one value, checking all of it.
	 * @param reader the reader
	 * @param depth the levels of arrays and maps around the value
	 * @param limits the limits, of which the depth bounds the recursion
	 */
	static void skip(MsgpackReader reader, int depth, CodecLimits limits) {
		switch (reader.peekType()) {
			case ARRAY -> skipEntries(reader, reader.readArrayHeader(), depth, limits);
			case MAP -> skipEntries(reader, 2 * reader.readMapHeader(), depth, limits);
			default -> skipScalar(reader);
		}
	}

	private static void skipEntries(MsgpackReader reader, int count, int depth, CodecLimits limits) {
		if (depth >= limits.maxDepth()) {
			throw CodecFault.depth(limits);
		}
		for (int i = 0; i < count; i++) {
			skip(reader, depth + 1, limits);
		}
	}

	/**
	 * Move past one value, with no limit but the bytes that are there. It neither
	 * recurses nor allocates, so that the id of a message that is beyond a limit can
	 * still be found.
	 * @param reader a reader without limits
	 */
	static void skipBeyondLimits(MsgpackReader reader) {
		for (long open = 1; open > 0; open--) {
			switch (reader.peekType()) {
				case ARRAY -> open += reader.readArrayHeader();
				case MAP -> open += 2L * reader.readMapHeader();
				default -> skipScalar(reader);
			}
		}
	}

	private static void skipScalar(MsgpackReader reader) {
		int head = reader.peek();
		switch (WireType.of(head)) {
			case STRING -> reader.skipBytes(reader.readStringHeader());
			case BINARY -> reader.skipBytes(reader.readBinaryHeader());
			case EXTENSION -> reader.skipBytes(reader.readExtensionHeader() + 1);
			case INVALID -> throw CodecFault.of("holds the byte 0xc1, which MessagePack does not use");
			default -> reader.skipBytes(1 + WireType.fixedSize(head));
		}
	}

}
