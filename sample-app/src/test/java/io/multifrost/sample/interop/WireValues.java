package io.multifrost.sample.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.msgpack.core.MessagePack;
import org.msgpack.value.IntegerValue;
import org.msgpack.value.Value;

/**
 * Reads the notation of {@code cases.json} with MessagePack's own library, which shares
 * no code with this project.
 */
final class WireValues {

	private WireValues() {
	}

	/**
	 * Read groups of hexadecimal digits, each of which may say how often it is there:
	 * {@code "91*90 c0"}.
	 */
	static Object read(String notation) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (String group : notation.split(" ")) {
			String[] parts = group.split("\\*");
			byte[] once = HexFormat.of().parseHex(parts[0]);
			int times = (parts.length > 1) ? Integer.parseInt(parts[1]) : 1;
			for (int i = 0; i < times; i++) {
				bytes.writeBytes(once);
			}
		}
		try (var unpacker = MessagePack.newDefaultUnpacker(bytes.toByteArray())) {
			Object value = plain(unpacker.unpackValue());
			if (unpacker.hasNext()) {
				throw new IllegalArgumentException("More than one value: " + notation);
			}
			return value;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Object plain(Value value) {
		return switch (value.getValueType()) {
			case NIL -> null;
			case BOOLEAN -> value.asBooleanValue().getBoolean();
			case INTEGER -> integer(value.asIntegerValue());
			case FLOAT -> value.asFloatValue().toDouble();
			case STRING -> value.asStringValue().asString();
			case BINARY -> value.asBinaryValue().asByteArray();
			case ARRAY -> {
				List<Object> list = new ArrayList<>();
				value.asArrayValue().forEach((each) -> list.add(plain(each)));
				yield list;
			}
			case MAP -> {
				Map<Object, Object> map = new LinkedHashMap<>();
				value.asMapValue().map().forEach((key, each) -> map.put(plain(key), plain(each)));
				yield map;
			}
			case EXTENSION -> value.asTimestampValue().toInstant();
		};
	}

	private static Object integer(IntegerValue value) {
		return value.isInLongRange() ? (Object) value.asLong() : value.asBigInteger();
	}

}
