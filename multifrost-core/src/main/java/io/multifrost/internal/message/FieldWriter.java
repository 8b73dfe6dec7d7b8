package io.multifrost.internal.message;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.ValueWriter;

/**
 * Writes the fields of a message, each with its key. What is absent is not written.
 */
final class FieldWriter {

	private FieldWriter() {
	}

	/**
	 * Write how many fields a message has, and those that all have.
	 * @param moreFields how many come besides these, metadata not counted
	 * @param now when it is sent, in milliseconds since 1970
	 * @param metadata whether metadata comes
	 */
	static void begin(ValueWriter writer, ProtocolVersion version, @Nullable String id, @Nullable MessageType type,
			int moreFields, long now, boolean metadata) throws IOException {
		writer.packer().packMapHeader(2 + count(id) + count(type) + moreFields + (metadata ? 1 : 0));
		text(writer, Field.APP, version.app());
		text(writer, Field.ID, id);
		if (type != null) {
			writer.packer().writePayload(Field.TYPE.encodedKey());
			writer.packer().writePayload(type.encoded());
		}
		writer.packer().writePayload(Field.TIMESTAMP.encodedKey());
		writer.packer().packDouble(now / 1000.0);
	}

	/**
	 * Return 1 for a field that is there, 0 for one that is not.
	 */
	static int count(@Nullable Object field) {
		return (field != null) ? 1 : 0;
	}

	static void text(ValueWriter writer, Field field, @Nullable String text) throws IOException {
		if (text != null) {
			writer.packer().writePayload(field.encodedKey());
			try {
				writer.writeLenientText(text);
			}
			catch (CodecFault ex) {
				throw ex.toConversionException("field '" + field.key() + "'");
			}
		}
	}

	static void value(ValueWriter writer, Field field, @Nullable Object value, String what) throws IOException {
		writer.packer().writePayload(field.encodedKey());
		try {
			writer.write(value, 1);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException(what);
		}
	}

	static void metadata(ValueWriter writer, Map<String, ?> metadata) throws IOException {
		if (!metadata.isEmpty()) {
			value(writer, Field.METADATA, metadata, "metadata");
		}
	}

	/**
	 * Return 1 for a number that is there, 0 for {@link Message#NONE}.
	 */
	static int count(long number) {
		return (number != Message.NONE) ? 1 : 0;
	}

	static void number(ValueWriter writer, Field field, long number) throws IOException {
		if (number != Message.NONE) {
			writer.packer().writePayload(field.encodedKey());
			writer.packer().packLong(number);
		}
	}

}
