package io.multifrost.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads values as plain Java, where no type is asked for.
 */
final class GenericReader {

	private GenericReader() {
	}

	static @Nullable Object read(MsgpackReader reader) {
		if (reader.isNextNil()) {
			reader.skip(0);
			return null;
		}
		return switch (reader.peekType()) {
			case BOOLEAN -> reader.next() == MsgpackReader.TRUE;
			case INTEGER, FLOAT -> reader.readNumber();
			case STRING -> readString(reader);
			case BINARY -> reader.readBytes(reader.readBinaryHeader());
			case ARRAY -> readArray(reader);
			case MAP -> readMap(reader);
			default -> Timestamps.read(reader);
		};
	}

	/**
	 * Read a string, which has to be next.
	 * @param reader the reader
	 * @return the string
	 */
	static String readString(MsgpackReader reader) {
		int length = reader.readStringHeader();
		int start = reader.position();
		reader.position(start + length);
		return Utf8.decode(reader.array(), start, length);
	}

	private static List<@Nullable Object> readArray(MsgpackReader reader) {
		int count = reader.readArrayHeader();
		List<@Nullable Object> elements = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			try {
				elements.add(read(reader));
			}
			catch (CodecFault ex) {
				throw ex.within(i);
			}
		}
		return elements;
	}

	private static Map<String, @Nullable Object> readMap(MsgpackReader reader) {
		int count = reader.readMapHeader();
		int start = reader.position();
		Map<String, @Nullable Object> entries = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			String key = MapKeys.read(reader);
			try {
				entries.put(key, read(reader));
			}
			catch (CodecFault ex) {
				throw ex.withinKey(key);
			}
		}
		if (entries.size() < count) {
			MapKeys.requireDistinct(reader, start, count, String.class);
		}
		return entries;
	}

}
