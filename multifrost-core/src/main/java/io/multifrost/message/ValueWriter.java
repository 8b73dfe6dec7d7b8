package io.multifrost.message;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/**
 * Writes Java values, and the parts that messages are made of.
 */
final class ValueWriter {

	private static final Map.Entry<?, ?>[] NO_ENTRIES = {};

	private final MessagePacker packer;

	private final CodecLimits limits;

	ValueWriter(PayloadOutput output, CodecLimits limits) {
		this.packer = MessagePack.DEFAULT_PACKER_CONFIG.newPacker(output);
		this.limits = limits;
	}

	void flush() throws IOException {
		this.packer.flush();
	}

	void mapHeader(int entries) throws IOException {
		this.packer.packMapHeader(entries);
	}

	void arrayHeader(int elements) throws IOException {
		this.packer.packArrayHeader(elements);
	}

	void field(Field field) throws IOException {
		raw(field.encodedKey());
	}

	void raw(byte[] encoded) throws IOException {
		this.packer.writePayload(encoded);
	}

	void string(byte[] utf8) throws IOException {
		CodecFault.checkValueSize(utf8.length, this.limits);
		this.packer.packRawStringHeader(utf8.length);
		this.packer.writePayload(utf8);
	}

	void writeDouble(double value) throws IOException {
		this.packer.packDouble(value);
	}

	/**
	 * Write any value.
	 * @param value the value
	 * @param depth the levels of arrays and maps around the value
	 * @throws IOException never, as it goes to memory
	 * @throws CodecFault if the value has no form on the wire, or is beyond a limit
	 */
	void write(@Nullable Object value, int depth) throws IOException {
		if (value == null) {
			this.packer.packNil();
		}
		else if (!writeScalar(value)) {
			writeStructure(value, depth);
		}
	}

	private boolean writeScalar(Object value) throws IOException {
		if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
			writeText(value.toString());
		}
		else if (value instanceof Number number) {
			return writeNumber(number);
		}
		else if (value instanceof Boolean bool) {
			this.packer.packBoolean(bool);
		}
		else if (value instanceof byte[] bytes) {
			writeBinary(bytes, 0, bytes.length);
		}
		else if (value instanceof ByteBuffer buffer) {
			writeBinary(buffer);
		}
		else if (value instanceof Enum<?> constant) {
			writeText(constant.name());
		}
		else if (value instanceof Instant instant) {
			this.packer.packTimestamp(instant);
		}
		else {
			return false;
		}
		return true;
	}

	private boolean writeNumber(Number number) throws IOException {
		if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
			this.packer.packLong(number.longValue());
		}
		else if (number instanceof Double) {
			this.packer.packDouble(number.doubleValue());
		}
		else if (number instanceof Float) {
			this.packer.packFloat(number.floatValue());
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

	private void writeBigInteger(BigInteger value) throws IOException {
		if (!Numbers.fitsWire(value)) {
			throw CodecFault.of("is a BigInteger of " + value.bitLength()
					+ " bits, but the wire holds integers from -2^63 to 2^64-1: send a string");
		}
		this.packer.packBigInteger(value);
	}

	private void writeBigDecimal(BigDecimal value) throws IOException {
		BigInteger integer = Numbers.wholeForWire(value);
		if (integer != null) {
			this.packer.packBigInteger(integer);
			return;
		}
		double approximation = value.doubleValue();
		if (Double.isInfinite(approximation) || BigDecimal.valueOf(approximation).compareTo(value) != 0) {
			throw CodecFault.of("is a BigDecimal of " + value.precision()
					+ " digits that a float64 does not hold exactly: send a string");
		}
		this.packer.packDouble(approximation);
	}

	private void writeText(String text) throws IOException {
		// At least one byte for each character: refuse before the bytes are made
		CodecFault.checkValueSize(text.length(), this.limits);
		string(Utf8.encode(text));
	}

	private void writeBinary(ByteBuffer buffer) throws IOException {
		if (buffer.hasArray()) {
			writeBinary(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
			return;
		}
		CodecFault.checkValueSize(buffer.remaining(), this.limits);
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		writeBinary(bytes, 0, bytes.length);
	}

	private void writeBinary(byte[] bytes, int offset, int length) throws IOException {
		CodecFault.checkValueSize(length, this.limits);
		this.packer.packBinaryHeader(length);
		this.packer.writePayload(bytes, offset, length);
	}

	private void writeStructure(Object value, int depth) throws IOException {
		if (value instanceof Map<?, ?> map) {
			writeMap(map, depth);
		}
		else if (value instanceof Optional<?> optional) {
			write(optional.orElse(null), depth);
		}
		else if (value instanceof EncodedValue encoded) {
			writeEncoded(encoded, depth);
		}
		else if (Elements.isArray(value)) {
			writeElements(Elements.of(value, this.limits), depth);
		}
		else {
			writeObject(value, depth);
		}
	}

	private void writeElements(@Nullable Object[] elements, int depth) throws IOException {
		checkDepth(depth);
		CodecFault.checkEntries(elements.length, this.limits);
		this.packer.packArrayHeader(elements.length);
		for (int i = 0; i < elements.length; i++) {
			try {
				write(elements[i], depth + 1);
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
	 * @throws IOException never, as it goes to memory
	 * @throws CodecFault if a value has no form on the wire, or is beyond a limit
	 */
	void mapWith(byte[] key, double number, Map<?, ?> map, int depth) throws IOException {
		checkDepth(depth);
		CodecFault.checkEntries(map.size() + 1, this.limits);
		Map.Entry<?, ?>[] entries = snapshot(map);
		this.packer.packMapHeader(1 + entries.length);
		raw(key);
		writeDouble(number);
		writeEntries(entries, depth);
	}

	private void writeMap(Map<?, ?> map, int depth) throws IOException {
		checkDepth(depth);
		CodecFault.checkEntries(map.size(), this.limits);
		Map.Entry<?, ?>[] entries = snapshot(map);
		this.packer.packMapHeader(entries.length);
		writeEntries(entries, depth);
	}

	/**
	 * Take the entries as they are now, because their number stands before them.
	 */
	private static Map.Entry<?, ?>[] snapshot(Map<?, ?> map) {
		return map.isEmpty() ? NO_ENTRIES : map.entrySet().toArray(NO_ENTRIES);
	}

	private void writeEntries(Map.Entry<?, ?>[] entries, int depth) throws IOException {
		for (Map.Entry<?, ?> entry : entries) {
			String key = MapKeys.toWire(entry.getKey());
			try {
				writeText(key);
				write(entry.getValue(), depth + 1);
			}
			catch (CodecFault ex) {
				throw ex.withinKey(key);
			}
		}
	}

	private void writeEncoded(EncodedValue value, int depth) throws IOException {
		// It may come from a codec with other limits, or stand deeper now
		new MsgpackReader(value.array(), value.offset(), value.length(), this.limits).skip(depth);
		this.packer.writePayload(value.array(), value.offset(), value.length());
	}

	private void writeObject(Object value, int depth) throws IOException {
		Object plain = JacksonWriter.toPlain(value, depth, this.limits);
		if (plain == value) {
			throw CodecFault.of("has no form on the wire (Java type " + value.getClass().getName() + ")");
		}
		write(plain, depth);
	}

	private void checkDepth(int depth) {
		if (depth >= this.limits.maxDepth()) {
			throw CodecFault.depth(this.limits);
		}
	}

}
