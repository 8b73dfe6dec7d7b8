package io.multifrost.internal.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.MsgpackScanner;
import io.multifrost.internal.value.ValuePreview;
import io.multifrost.internal.value.WireType;

/**
 * Finds the places of the fields in a message. What is beyond a limit does not end the
 * search, because whoever waits for the message has to be found by its id.
 */
final class FieldScanner {

	static final byte[] NOTHING = {};

	private static final int FIELDS = Field.values().length;

	private final CodecLimits limits;

	private final MsgpackScanner reader;

	private final int[] starts = new int[FIELDS];

	private final int[] ends = new int[FIELDS];

	private @Nullable CodecFault beyondLimit;

	private @Nullable Field fieldBeyondLimit;

	FieldScanner(CodecLimits limits) {
		this.limits = limits;
		this.reader = new MsgpackScanner(NOTHING, 0, 0, limits);
	}

	/**
	 * Forget what was found, and look at another message from now on.
	 * @param payload the message
	 */
	void reset(byte[] payload) {
		this.reader.reset(payload);
		Arrays.fill(this.starts, 0);
		this.beyondLimit = null;
		this.fieldBeyondLimit = null;
	}

	/**
	 * Return where the value of a field begins.
	 * @param field the field
	 * @return the index, or 0 where the message does not have the field
	 */
	int start(Field field) {
		return this.starts[field.ordinal()];
	}

	/**
	 * Return where the value of a field ends.
	 * @param field the field
	 * @return the index after its last byte
	 */
	int end(Field field) {
		return this.ends[field.ordinal()];
	}

	/**
	 * Return the first fault of a value, or the message as a whole, that is beyond a
	 * limit.
	 * @return the fault, or {@code null} if all is within the limits
	 */
	@Nullable CodecFault beyondLimit() {
		return this.beyondLimit;
	}

	String whatIsBeyondLimit() {
		return (this.fieldBeyondLimit != null) ? "field '" + this.fieldBeyondLimit.key() + "'" : "message";
	}

	/**
	 * Find the fields.
	 * @throws CodecFault if the bytes are no map
	 */
	void scan() {
		if (this.reader.remaining() == 0) {
			throw CodecFault.of("is empty");
		}
		if (this.reader.remaining() > this.limits.maxMessageSize()) {
			this.beyondLimit = CodecFault.messageSize(this.reader.remaining(), this.limits);
		}
		if (this.reader.peekType() != WireType.MAP) {
			throw CodecFault.of("must be a map, but is " + ValuePreview.type(this.reader));
		}
		int entries = this.reader.readMapHeader();
		if (entries > this.limits.maxEntries() && this.beyondLimit == null) {
			this.beyondLimit = CodecFault.limit("max-entries", entries, this.limits.maxEntries());
		}
		for (int i = 0; i < entries; i++) {
			scanEntry();
		}
		if (this.reader.remaining() > 0) {
			throw CodecFault.of("is followed by " + this.reader.remaining() + " bytes that do not belong to it");
		}
	}

	private void scanEntry() {
		Field field = scanKey();
		int start = this.reader.position();
		skip(field);
		if (field != null) {
			this.starts[field.ordinal()] = start;
			this.ends[field.ordinal()] = this.reader.position();
		}
	}

	private @Nullable Field scanKey() {
		int start = this.reader.position();
		boolean string = this.reader.peekType() == WireType.STRING;
		skip(null);
		if (!string) {
			return null;
		}
		this.reader.position(start);
		int length = this.reader.readSize();
		int text = this.reader.position();
		this.reader.position(text + length);
		return Field.find(this.reader.array(), text, length);
	}

	private void skip(@Nullable Field field) {
		int start = this.reader.position();
		try {
			this.reader.skip(1);
		}
		catch (CodecFault ex) {
			if (!ex.isLimit()) {
				throw ex;
			}
			if (this.beyondLimit == null) {
				this.beyondLimit = ex;
				this.fieldBeyondLimit = field;
			}
			this.reader.position(start);
			this.reader.skipBeyondLimits();
		}
	}

}
