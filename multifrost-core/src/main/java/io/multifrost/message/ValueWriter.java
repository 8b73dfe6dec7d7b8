package io.multifrost.message;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Writes Java values, and the parts that messages are made of.
 */
final class ValueWriter {

	private static final Map.Entry<?, ?>[] NO_ENTRIES = {};

	private final MsgpackWriter output;

	private final CodecLimits limits;

	/** Whether floats that are no numbers become nil where their type is open. */
	private boolean finite;

	ValueWriter(CodecLimits limits) {
		this.output = new MsgpackWriter(limits);
		this.limits = limits;
	}

	/**
	 * Write nil for NaN and infinities in maps and lists from now on, where nothing says
	 * that they are floats.
	 */
	void finiteOnly() {
		this.finite = true;
	}

	/**
	 * Return what was written. Nothing can be written afterwards.
	 * @return an array that nobody else has
	 */
	byte[] finish() {
		return this.output.finish();
	}

	void mapHeader(int entries) {
		this.output.writeMapHeader(entries);
	}

	void arrayHeader(int elements) {
		this.output.writeArrayHeader(elements);
	}

	void field(Field field) {
		raw(field.encodedKey());
	}

	void raw(byte[] encoded) {
		this.output.writeRaw(encoded, 0, encoded.length);
	}

	private void string(byte[] utf8) {
		CodecFault.checkValueSize(utf8.length, this.limits);
		this.output.writeStringHeader(utf8.length);
		this.output.writeRaw(utf8, 0, utf8.length);
	}

	void writeDouble(double value) {
		this.output.writeDouble(value);
	}

	/**
	 * Write any value.
	 * @param value the value
	 * @param depth the levels of arrays and maps around the value
	 * @throws CodecFault if the value has no form on the wire, or is beyond a limit
	 */
	void write(@Nullable Object value, int depth) {
		if (value == null) {
			this.output.writeNil();
		}
		else if (!writeScalar(value)) {
			writeStructure(value, depth);
		}
	}

	private boolean writeScalar(Object value) {
		if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
			writeText(value.toString());
		}
		else if (value instanceof Number number) {
			return writeNumber(number);
		}
		else if (value instanceof Boolean bool) {
			this.output.writeBoolean(bool);
		}
		else if (value instanceof byte[] bytes) {
			writeBinary(bytes, 0, bytes.length);
		}
		else if (value instanceof ByteBuffer buffer) {
			writeBinary(buffer);
		}
		else if (value instanceof InputStream stream) {
			writeBinary(stream);
		}
		else if (value instanceof Enum<?> constant) {
			writeText(constant.name());
		}
		else if (value instanceof Instant instant) {
			this.output.writeTimestamp(instant);
		}
		else {
			return false;
		}
		return true;
	}

	private boolean writeNumber(Number number) {
		if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
			this.output.writeLong(number.longValue());
		}
		else if (number instanceof Double) {
			this.output.writeDouble(number.doubleValue());
		}
		else if (number instanceof Float) {
			this.output.writeFloat(number.floatValue());
		}
		else if (number instanceof BigInteger integer) {
			writeBigInteger(integer);
		}
		else if (number instanceof BigDecimal decimal) {
			writeBigDecimal(decimal);
		}
		else {
			return false;
		}
		return true;
	}

	private void writeBigInteger(BigInteger value) {
		if (!Numbers.fitsWire(value)) {
			throw CodecFault.of("is a BigInteger of " + value.bitLength()
					+ " bits, but the wire holds integers from -2^63 to 2^64-1: send a string");
		}
		this.output.writeBigInteger(value);
	}

	private void writeBigDecimal(BigDecimal value) {
		BigInteger integer = Numbers.wholeForWire(value);
		if (integer != null) {
			this.output.writeBigInteger(integer);
			return;
		}
		double approximation = value.doubleValue();
		if (Double.isInfinite(approximation) || BigDecimal.valueOf(approximation).compareTo(value) != 0) {
			throw CodecFault.of("is a BigDecimal of " + value.precision()
					+ " digits that a float64 does not hold exactly: send a string");
		}
		this.output.writeDouble(approximation);
	}

	private void writeText(String text) {
		// At least one byte for each character: refuse before the bytes are made
		CodecFault.checkValueSize(text.length(), this.limits);
		if (!this.output.writeShortAscii(text)) {
			string(Utf8.encode(text));
		}
	}

	/**
	 * Write text for people, or for the protocol itself. Unlike in a value, half of a
	 * surrogate pair becomes a question mark: an error whose text has one must still be
	 * reported.
	 * @param text the text
	 */
	void writeLenientText(String text) {
		CodecFault.checkValueSize(text.length(), this.limits);
		if (!this.output.writeShortAscii(text)) {
			string(text.getBytes(StandardCharsets.UTF_8));
		}
	}

	private void writeBinary(ByteBuffer buffer) {
		if (buffer.hasArray()) {
			writeBinary(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
			return;
		}
		CodecFault.checkValueSize(buffer.remaining(), this.limits);
		this.output.writeBinaryHeader(buffer.remaining());
		this.output.writeRaw(buffer);
	}

	private void writeBinary(InputStream stream) {
		try {
			this.output.writeBinary(stream);
		}
		catch (IOException ex) {
			throw CodecFault.of("is a stream that cannot be read: " + ex, ex);
		}
	}

	private void writeBinary(byte[] bytes, int offset, int length) {
		CodecFault.checkValueSize(length, this.limits);
		this.output.writeBinaryHeader(length);
		this.output.writeRaw(bytes, offset, length);
	}

	private void writeStructure(Object value, int depth) {
		if (value instanceof Map<?, ?> map) {
			writeMap(map, depth);
		}
		else if (value instanceof Optional<?> optional) {
			write(optional.orElse(null), depth);
		}
		else if (value instanceof EncodedValue encoded) {
			writeEncoded(encoded, depth);
		}
		else if (PrimitiveArrays.isOne(value)) {
			writePrimitives(value, depth);
		}
		else if (Elements.isArray(value)) {
			writeElements(Elements.of(value, this.limits), depth);
		}
		else {
			writeObject(value, depth);
		}
	}

	private void writeElement(@Nullable Object value, int depth, boolean isFloat) {
		boolean absent = this.finite && !isFloat && (value instanceof Double || value instanceof Float)
				&& !Double.isFinite(((Number) value).doubleValue());
		write(absent ? null : value, depth);
	}

	private void writePrimitives(Object array, int depth) {
		checkDepth(depth);
		int length = Array.getLength(array);
		CodecFault.checkEntries(length, this.limits);
		this.output.writeArrayHeader(length);
		PrimitiveArrays.write(array, this.output);
	}

	private void writeElements(@Nullable Object[] elements, int depth) {
		checkDepth(depth);
		CodecFault.checkEntries(elements.length, this.limits);
		this.output.writeArrayHeader(elements.length);
		boolean floats = elements instanceof Double[] || elements instanceof Float[];
		for (int i = 0; i < elements.length; i++) {
			try {
				writeElement(elements[i], depth + 1, floats);
			}
			catch (CodecFault ex) {
				throw ex.within(i);
			}
		}
	}

	/**
	 * Write a map with one entry more than it has.
	 * @param key the key of that entry, encoded
	 * @param number its value
	 * @param map the map
	 * @param depth the levels of arrays and maps around the map
	 * @throws CodecFault if a value has no form on the wire, or is beyond a limit
	 */
	void mapWith(byte[] key, double number, Map<?, ?> map, int depth) {
		checkDepth(depth);
		CodecFault.checkEntries(map.size() + 1, this.limits);
		Map.Entry<?, ?>[] entries = snapshot(map);
		this.output.writeMapHeader(1 + entries.length);
		raw(key);
		writeDouble(number);
		writeEntries(entries, depth);
	}

	private void writeMap(Map<?, ?> map, int depth) {
		checkDepth(depth);
		CodecFault.checkEntries(map.size(), this.limits);
		Map.Entry<?, ?>[] entries = snapshot(map);
		this.output.writeMapHeader(entries.length);
		writeEntries(entries, depth);
	}

	/**
	 * Take the entries as they are now, because their number stands before them.
	 */
	private static Map.Entry<?, ?>[] snapshot(Map<?, ?> map) {
		return map.isEmpty() ? NO_ENTRIES : map.entrySet().toArray(NO_ENTRIES);
	}

	private void writeEntries(Map.Entry<?, ?>[] entries, int depth) {
		MapKeys.requireDistinct(Arrays.asList(entries));
		for (Map.Entry<?, ?> entry : entries) {
			String key = MapKeys.toWire(entry.getKey());
			try {
				writeText(key);
				writeElement(entry.getValue(), depth + 1, false);
			}
			catch (CodecFault ex) {
				throw ex.withinKey(key);
			}
		}
	}

	private void writeEncoded(EncodedValue value, int depth) {
		// It may come from a codec with other limits, or stand deeper now
		new MsgpackReader(value.array(), value.offset(), value.length(), this.limits).skip(depth);
		this.output.writeRaw(value.array(), value.offset(), value.length());
	}

	private void writeObject(Object value, int depth) {
		Object plain = JacksonWriter.toPlain(value, depth, this.limits);
		if (plain == value) {
			throw CodecFault.of("has no form on the wire (Java type " + value.getClass().getName() + ")");
		}
		boolean before = this.finite;
		// The types of properties are known.
		this.finite = false;
		write(plain, depth);
		this.finite = before;
	}

	private void checkDepth(int depth) {
		if (depth >= this.limits.maxDepth()) {
			throw CodecFault.depth(this.limits);
		}
	}

}
