package io.multifrost.internal.value;

/**
 * Describes encoded values for error messages and logs. It reads only as much as it
 * shows.
 */
public final class ValuePreview {

	private static final int LONGEST_KEY = 40;

	private ValuePreview() {
	}

	/**
	 * Name the type of the next value, without moving.
	 * @param reader a scanner
	 * @return for example {@code array of 3} or {@code float64}
	 */
	public static String type(MsgpackScanner reader) {
		int head = reader.peek();
		int start = reader.position();
		try {
			return switch (WireType.of(head)) {
				case NIL -> "nil";
				case BOOLEAN -> "boolean";
				case INTEGER -> "integer";
				case FLOAT -> (head == 0xca) ? "float32" : "float64";
				case STRING -> "string";
				case BINARY -> "binary of " + reader.readSize() + " bytes";
				case ARRAY -> "array of " + reader.readArrayHeader();
				case MAP -> "map of " + reader.readMapHeader();
				case EXTENSION -> extension(reader);
				case INVALID -> "invalid";
			};
		}
		finally {
			reader.position(start);
		}
	}

	private static String extension(MsgpackScanner reader) {
		byte type = reader.readExtensionType();
		return switch (type) {
			case Timestamps.EXTENSION_TYPE -> "timestamp";
			case NumberArray.EXTENSION_TYPE -> "array of numbers";
			case FilePart.EXTENSION_TYPE -> "bytes in a file";
			default -> "extension type " + type;
		};
	}

	/**
	 * Show the next value.
	 * @param reader the reader
	 * @param maximum the number of characters after which to cut
	 * @return the text
	 */
	static String text(MsgpackReader reader, int maximum) {
		StringBuilder text = new StringBuilder();
		append(reader, text, maximum);
		return (text.length() > maximum) ? text.substring(0, maximum) + "..." : text.toString();
	}

	/**
	 * Show the type of the next value, and the value where the type does not say it all,
	 * without moving.
	 * @param reader the reader
	 * @return for example {@code integer 300}
	 */
	static String typeAndText(MsgpackReader reader) {
		String type = type(reader.scanner());
		if (reader.peekType() == WireType.NIL) {
			return type;
		}
		int start = reader.position();
		String text = text(reader, 40);
		reader.position(start);
		return text.equals(type) ? type : type + " " + text;
	}

	/**
	 * Shorten a key of a map.
	 * @param key the key
	 * @return the key, cut where it is long
	 */
	static String key(String key) {
		return (key.length() > LONGEST_KEY) ? key.substring(0, LONGEST_KEY) + "..." : key;
	}

	private static void append(MsgpackReader reader, StringBuilder text, int maximum) {
		switch (reader.peekType()) {
			case NIL -> {
				reader.skip();
				text.append("nil");
			}
			case BOOLEAN -> text.append(reader.readBoolean());
			case INTEGER, FLOAT -> text.append(reader.readNumber());
			case STRING -> text.append('"').append(reader.readStart(4 * maximum)).append('"');
			case ARRAY -> appendEntries(reader, reader.readArrayHeader(), false, text, maximum);
			case MAP -> appendEntries(reader, reader.readMapHeader(), true, text, maximum);
			default -> {
				text.append(type(reader.scanner()));
				reader.skip();
			}
		}
	}

	private static void appendEntries(MsgpackReader reader, int count, boolean map, StringBuilder text, int maximum) {
		text.append(map ? '{' : '[');
		for (int i = 0; i < count && text.length() <= maximum; i++) {
			text.append((i > 0) ? ", " : "");
			append(reader, text, maximum);
			if (map) {
				text.append(": ");
				append(reader, text, maximum);
			}
		}
		text.append(map ? '}' : ']');
	}

}
