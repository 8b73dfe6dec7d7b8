package io.multifrost.internal.message;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolException.Reason;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.MapKeys;
import io.multifrost.internal.value.MsgpackReader;
import io.multifrost.internal.value.ValueReader;
import io.multifrost.internal.value.WireType;

/**
 * The fields of one message after the other, on one thread. They are looked at only when
 * all of the message was scanned, because they come in any order, and only those that the
 * type of the message has: what another type's field holds does not matter.
 */
final class Envelope {

	private static final byte[] V3 = Field.encode(ProtocolVersion.V3.app());

	private final FieldScanner fields;

	/**
	 * Goes back to what was scanned, and so checked.
	 */
	private final MsgpackReader reader;

	/** Names of types, functions, namespaces and clients: most were read before. */
	private final KnownTexts texts = new KnownTexts();

	private byte[] payload = FieldScanner.NOTHING;

	Envelope(CodecLimits limits) {
		this.fields = new FieldScanner(limits);
		this.reader = new MsgpackReader();
	}

	/**
	 * Find the fields of a message, and forget those of the one before.
	 * @param payload the message
	 * @throws ProtocolException if the bytes are no map
	 */
	void scan(byte[] payload) {
		reset(payload);
		try {
			this.fields.scan();
		}
		catch (CodecFault ex) {
			throw ex.toProtocolException("message", readableId());
		}
	}

	/**
	 * Forget the message, so that it is not kept in memory.
	 */
	void clear() {
		reset(FieldScanner.NOTHING);
	}

	private void reset(byte[] payload) {
		this.payload = payload;
		this.fields.reset(payload);
		this.reader.reset(payload);
	}

	/**
	 * Find the version, and refuse what is not of this protocol, or beyond a limit.
	 * @return the version
	 */
	ProtocolVersion version() {
		ProtocolVersion version = findVersion();
		if (version == null) {
			String found = (this.fields.start(Field.APP) != 0) ? "names the app " + value(Field.APP).preview()
					: "names no app";
			throw new ProtocolException(Reason.WRONG_APP, "message " + found + ", where " + ProtocolVersion.V3.app()
					+ " or " + ProtocolVersion.V4.app() + " is expected", readableId(), null);
		}
		CodecFault beyondLimit = this.fields.beyondLimit();
		if (beyondLimit != null) {
			throw beyondLimit.toProtocolException(this.fields.whatIsBeyondLimit(), readableId());
		}
		return version;
	}

	private @Nullable ProtocolVersion findVersion() {
		if (is(Field.APP, V3)) {
			return ProtocolVersion.V3;
		}
		return isString(Field.APP) ? ProtocolVersion.ofApp(textForPeople(Field.APP)) : null;
	}

	/**
	 * Compare without making a string. A peer may write the same string with another
	 * header, so that only equality says something.
	 */
	private boolean is(Field field, byte[] encoded) {
		int start = this.fields.start(field);
		return start != 0 && Arrays.equals(this.payload, start, this.fields.end(field), encoded, 0, encoded.length);
	}

	boolean has(Field field) {
		int start = this.fields.start(field);
		return start != 0 && !at(start).isNextNil();
	}

	/**
	 * Return a field as it is.
	 * @param field a field that the message has
	 * @return the value
	 */
	EncodedValue value(Field field) {
		int start = this.fields.start(field);
		return new EncodedValue(this.payload, start, this.fields.end(field) - start);
	}

	/**
	 * Return a field that is a string.
	 * @param field the field
	 * @return the string, or {@code null} if the field is absent or nil
	 */
	@Nullable String text(Field field) {
		int start = this.fields.start(field);
		int end = this.fields.end(field);
		boolean repeated = field != Field.ID;
		String known = (repeated && start != 0) ? this.texts.find(this.payload, start, end) : null;
		if (known != null || !has(field)) {
			return known;
		}
		requireType(field, WireType.STRING, "a string");
		try {
			String text = at(start).readString();
			if (repeated) {
				this.texts.add(this.payload, start, end, text);
			}
			return text;
		}
		catch (CodecFault ex) {
			throw ex.toProtocolException("field '" + field.key() + "'", repeated ? readableId() : null);
		}
	}

	/**
	 * Return a field that is a time. A peer's odd clock must not cost the message.
	 * @param field the field
	 * @return seconds, {@code NaN} where the field is absent or no number
	 */
	double seconds(Field field) {
		int start = this.fields.start(field);
		WireType type = (start != 0) ? at(start).peekType() : null;
		return (type == WireType.FLOAT || type == WireType.INTEGER) ? this.reader.readNumber().doubleValue()
				: Double.NaN;
	}

	/**
	 * Return a field that is a number of things.
	 * @param field the field
	 * @return the number, {@link Message#NONE} where the field is absent or nil
	 */
	long number(Field field) {
		if (!has(field)) {
			return Message.NONE;
		}
		requireType(field, WireType.INTEGER, "an integer");
		Number number = at(this.fields.start(field)).readNumber();
		if (!(number instanceof Long) || number.longValue() < 0) {
			throw new ProtocolException("field '" + field.key() + "' must be a number of things, but is " + number,
					readableId(), null);
		}
		return number.longValue();
	}

	/**
	 * Return a field that is a number of things.
	 * @param field the field
	 * @return the number, {@link Message#NONE} where the field is absent or nil, and the
	 * largest int where it is larger
	 */
	int count(Field field) {
		return (int) Math.min(number(field), Integer.MAX_VALUE);
	}

	/**
	 * Return how many entries an array has.
	 * @param field a field that the message has
	 */
	int entries(Field field) {
		requireType(field, WireType.ARRAY, "an array");
		return at(this.fields.start(field)).readArrayHeader();
	}

	/**
	 * Return the entries of an array, one after the other.
	 * @param field a field that is an array
	 */
	EncodedValue entryValues(Field field) {
		MsgpackReader array = at(this.fields.start(field));
		array.readArrayHeader();
		int start = array.position();
		return new EncodedValue(this.payload, start, this.fields.end(field) - start);
	}

	/**
	 * Return a field that is text for people. Some peers leave out a text that is empty.
	 * @param field the field
	 * @return the text, with replacement characters for what is not UTF-8
	 */
	String textForPeople(Field field) {
		if (!has(field)) {
			return "";
		}
		requireType(field, WireType.STRING, "a string");
		return at(this.fields.start(field)).readLenientString();
	}

	Map<String, @Nullable Object> metadata() {
		if (!has(Field.METADATA)) {
			return Collections.emptyMap();
		}
		requireType(Field.METADATA, WireType.MAP, "a map");
		MsgpackReader metadata = at(this.fields.start(Field.METADATA));
		int entries = metadata.readMapHeader();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		try {
			for (int i = 0; i < entries; i++) {
				values.put(MapKeys.read(metadata), readLeniently(metadata));
			}
		}
		catch (CodecFault ex) {
			throw ex.toProtocolException("field 'metadata'", readableId());
		}
		return Collections.unmodifiableMap(values);
	}

	/**
	 * An odd value in the metadata must not cost the result that it came with.
	 */
	private static @Nullable Object readLeniently(MsgpackReader reader) {
		int start = reader.position();
		try {
			return ValueReader.readPlain(reader);
		}
		catch (CodecFault ex) {
			reader.position(start);
			return reader.readEncoded();
		}
	}

	private void requireType(Field field, WireType type, String name) {
		if (at(this.fields.start(field)).peekType() != type) {
			throw new ProtocolException(
					"field '" + field.key() + "' must be " + name + ", but is " + value(field).describe(),
					(field != Field.ID) ? readableId() : null, null);
		}
	}

	private boolean isString(Field field) {
		int start = this.fields.start(field);
		return start != 0 && at(start).peekType() == WireType.STRING;
	}

	/**
	 * Return the id for an exception, which must not fail for the id itself. A report of
	 * progress has that of its call, which does not end because the report is unreadable.
	 */
	private @Nullable String readableId() {
		if (!isString(Field.ID) || is(Field.TYPE, MessageType.PROGRESS.encoded())) {
			return null;
		}
		try {
			return at(this.fields.start(Field.ID)).readString();
		}
		catch (CodecFault ex) {
			return null;
		}
	}

	private MsgpackReader at(int position) {
		this.reader.position(position);
		return this.reader;
	}

}
