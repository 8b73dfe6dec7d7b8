package io.multifrost.internal.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads values as plain Java, where no type is asked for.
 */
public final class GenericReader {

	private GenericReader() {
	}

	public static @Nullable Object read(MsgpackReader reader) {
		if (reader.isNextNil()) {
			reader.skip();
			return null;
		}
		return switch (reader.peekType()) {
			case BOOLEAN -> reader.readBoolean();
			case INTEGER, FLOAT -> reader.readNumber();
			case STRING -> reader.readString();
			case BINARY -> reader.readBinary();
			case ARRAY -> readArray(reader);
			case MAP -> readMap(reader);
			default -> Timestamps.read(reader);
		};
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
