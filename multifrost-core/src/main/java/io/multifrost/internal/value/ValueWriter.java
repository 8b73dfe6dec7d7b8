package io.multifrost.internal.value;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

import io.multifrost.CodecLimits;

/**
 * Writes Java values, and the parts that messages are made of. It writes into memory: an
 * {@link IOException} comes from no value.
 */
public final class ValueWriter {

	private static final Map.Entry<?, ?>[] NO_ENTRIES = {};

	private final MessageBytes message;

	private final MessagePacker packer;

	private final CodecLimits limits;

	private final JacksonMapper mapper;

	private final ValueConverters converters;

	/** Whether floats that are no numbers become nil where their type is open. */
	private boolean finite;

	/**
	 * Begin a message.
	 * @param limits the limits
	 * @param mapper converts records and beans
	 */
	public ValueWriter(CodecLimits limits, JacksonMapper mapper) {
		this.mapper = mapper;
		this.converters = mapper.converters();
		this.message = MessageBytes.begin(limits);
		this.packer = this.message.packer();
		this.limits = limits;
	}

	/**
	 * Write nil for NaN and infinities in maps and lists from now on, where nothing says
	 * that they are floats.
	 */
	public void finiteOnly() {
		this.finite = true;
	}

	/**
	 * Return how many bytes were ever written, of this message and of others before it.
	 */
	public long written() {
		return this.message.written();
	}

	/**
	 * Return what was written. Nothing can be written afterwards.
	 * @return an array that nobody else has
	 */
	public byte[] finish() throws IOException {
		return this.message.finish();
	}

	private void string(byte[] utf8) throws IOException {
		CodecFault.checkValueSize(utf8.length, this.limits);
		this.packer.packRawStringHeader(utf8.length).writePayload(utf8);
	}

	/**
	 * Write any value.
	 * @param value the value
	 * @param depth the levels of arrays and maps around the value
	 * @throws CodecFault if the value has no form on the wire, or is beyond a limit
	 */
	public void write(@Nullable Object value, int depth) throws IOException {
		Object form = (value != null && !this.converters.isEmpty()) ? this.converters.toWire(value) : value;
		if (form == null) {
			this.packer.packNil();
		}
		else {
			ValueTypes.writerOf(form).write(form, this, depth);
		}
	}

	/**
	 * Return what writes the parts of a message that are no values of Java.
	 */
	public MessagePacker packer() {
		return this.packer;
	}

	void writeText(String text) throws IOException {
		// At least one byte for each character: refuse before the bytes are made
		CodecFault.checkValueSize(text.length(), this.limits);
		string(Utf8.encode(text));
	}

	/**
	 * Write text for people, or for the protocol itself. Unlike in a value, half of a
	 * surrogate pair becomes a question mark: an error whose text has one must still be
	 * reported.
	 * @param text the text
	 */
	public void writeLenientText(String text) throws IOException {
		CodecFault.checkValueSize(text.length(), this.limits);
		string(text.getBytes(StandardCharsets.UTF_8));
	}

	void writeBinary(ByteBuffer buffer) throws IOException {
		if (buffer.hasArray()) {
			writeBinary(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
			return;
		}
		CodecFault.checkValueSize(buffer.remaining(), this.limits);
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		writeBinary(bytes);
	}

	/**
	 * Write all that a stream has, which is read to its end and not closed.
	 */
	void writeBinary(InputStream stream) throws IOException {
		byte[] bytes;
		try {
			bytes = stream.readNBytes(this.limits.maxValueSize() + 1);
		}
		catch (IOException ex) {
			throw CodecFault.of("is a stream that cannot be read: " + ex, ex);
		}
		writeBinary(bytes);
	}

	void writeBinary(byte[] bytes) throws IOException {
		writeBinary(bytes, 0, bytes.length);
	}

	private void writeBinary(byte[] bytes, int offset, int length) throws IOException {
		CodecFault.checkValueSize(length, this.limits);
		this.packer.packBinaryHeader(length).writePayload(bytes, offset, length);
	}

	private void writeElement(@Nullable Object value, int depth, boolean isFloat) throws IOException {
		boolean absent = this.finite && !isFloat && (value instanceof Double || value instanceof Float)
				&& !Double.isFinite(((Number) value).doubleValue());
		write(absent ? null : value, depth);
	}

	void writePrimitives(Object array, int depth, PrimitiveArrays.Writer elements) throws IOException {
		beginArray(depth, Array.getLength(array));
		elements.write(array, this.message);
	}

	void writeNumbers(NumberArray numbers) throws IOException {
		numbers.writeTo(this.message, this.limits.maxValueSize());
	}

	void writeIterable(Iterable<?> iterable, int depth) throws IOException {
		if (iterable instanceof Collection<?> collection) {
			CodecFault.checkEntries(collection.size(), this.limits);
			writeElements(collection.toArray(), depth);
		}
		else {
			List<@Nullable Object> elements = new ArrayList<>();
			for (Object element : iterable) {
				elements.add(element);
				CodecFault.checkEntries(elements.size(), this.limits);
			}
			writeElements(elements.toArray(), depth);
		}
	}

	/**
	 * Write an array. The elements of a collection are those of this moment, because
	 * their number stands before them.
	 */
	void writeElements(@Nullable Object[] elements, int depth) throws IOException {
		beginArray(depth, elements.length);
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

	void writeMap(Map<?, ?> map, int depth) throws IOException {
		checkDepth(depth);
		CodecFault.checkEntries(map.size(), this.limits);
		// As they are now, because their number stands before them.
		Map.Entry<?, ?>[] entries = map.isEmpty() ? NO_ENTRIES : map.entrySet().toArray(NO_ENTRIES);
		this.packer.packMapHeader(entries.length);
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

	void writeEncoded(EncodedValue value, int depth) throws IOException {
		// It may come from a codec with other limits, or stand deeper now
		new MsgpackScanner(value.array(), value.offset(), value.length(), this.limits).skip(depth);
		this.packer.writePayload(value.array(), value.offset(), value.length());
	}

	void writeObject(Object value, int depth) throws IOException {
		Object plain = JacksonValues.toPlain(value, depth, this.limits, this.mapper);
		if (plain == value) {
			throw CodecFault.of("has no form on the wire (Java type " + value.getClass().getName() + ")");
		}
		boolean before = this.finite;
		// The types of properties are known.
		this.finite = false;
		write(plain, depth);
		this.finite = before;
	}

	void beginArray(int depth, int length) throws IOException {
		checkDepth(depth);
		CodecFault.checkEntries(length, this.limits);
		this.packer.packArrayHeader(length);
	}

	private void checkDepth(int depth) {
		if (depth >= this.limits.maxDepth()) {
			throw CodecFault.depth(this.limits);
		}
	}

}
