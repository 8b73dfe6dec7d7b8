package io.multifrost.internal.value;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.TokenBuffer;

import io.multifrost.CodecLimits;
import io.multifrost.internal.TypeNames;

/**
 * Reads and writes records, beans and all other types that need Jackson: what is read
 * goes through its tokens, and what is written becomes plain values.
 */
final class JacksonValues {

	private JacksonValues() {
	}

	/**
	 * Read the next value.
	 * @param reader the reader
	 * @param type the type
	 * @return the value
	 * @throws CodecFault if the value does not fit the type
	 */
	static @Nullable Object read(MsgpackReader reader, Type type) {
		int start = reader.position();
		TokenBuffer tokens = TokenBuffer.forGeneration();
		write(reader, tokens);
		return convert(tokens, type, () -> {
			reader.position(start);
			return ValuePreview.typeAndText(reader);
		}, reader.mapper());
	}

	/**
	 * Convert a record, a bean or any other object.
	 * @param value the object
	 * @param depth the levels of arrays and maps around the object
	 * @param limits the limits
	 * @param mapper converts it
	 * @return maps, lists and scalars
	 * @throws CodecFault if Jackson cannot convert the object
	 */
	static @Nullable Object toPlain(Object value, int depth, CodecLimits limits, JacksonMapper mapper) {
		TokenBuffer tokens = TokenBuffer.forGeneration();
		try {
			JsonMapper json = mapper.get();
			json.writeValue(new BoundedTokens(tokens, json._serializationContext(), depth, limits), value);
			try (JsonParser parser = tokens.asParser(ObjectReadContext.empty())) {
				// How an application reads what has no type is not how this is written.
				return JacksonMapper.STANDARD.get().readerFor(Object.class).readValue(parser);
			}
		}
		// Getters and serializers may throw anything
		catch (RuntimeException ex) {
			throw JacksonFaults.of("has no form on the wire (Java type " + value.getClass().getName() + ")", ex);
		}
	}

	/**
	 * Convert a string, for example the key of a map.
	 * @param text the string
	 * @param type the type
	 * @param mapper converts it
	 * @return the value
	 */
	static Object readText(String text, Type type, JacksonMapper mapper) {
		TokenBuffer tokens = TokenBuffer.forGeneration();
		tokens.writeString(text);
		String found = "key \"" + ValuePreview.key(text) + "\"";
		Object value = convert(tokens, type, () -> found, mapper);
		if (value == null) {
			throw CodecFault.of("has the " + found + ", which does not fit " + TypeNames.of(type));
		}
		return value;
	}

	private static @Nullable Object convert(TokenBuffer tokens, Type type, Supplier<String> found,
			JacksonMapper mapper) {
		JsonMapper json = mapper.get();
		// Deserializers may have the parser read parts of the value.
		try (JsonParser parser = new ExactNumberParser(tokens.asParser(json._deserializationContext()))) {
			return json.readerFor(json.constructType(type)).readValue(parser);
		}
		// Constructors, setters and deserializers may throw anything
		catch (RuntimeException ex) {
			throw JacksonFaults.of("does not fit " + TypeNames.of(type) + " (sent as " + found.get() + ")", ex);
		}
	}

	private static void write(MsgpackReader reader, TokenBuffer tokens) {
		if (reader.isNextNil()) {
			reader.skip();
			tokens.writeNull();
			return;
		}
		switch (reader.peekType()) {
			case BOOLEAN -> tokens.writeBoolean(reader.readBoolean());
			case INTEGER -> writeInteger(reader.readNumber(), tokens);
			case FLOAT -> tokens.writeNumber(reader.readFloat());
			case STRING -> tokens.writeString(reader.readString());
			case BINARY -> tokens.writeEmbeddedObject(reader.readBinary());
			case ARRAY -> writeArray(reader, tokens);
			case MAP -> writeMap(reader, tokens);
			default -> tokens.writeEmbeddedObject(Timestamps.read(reader));
		}
	}

	private static void writeInteger(Number number, TokenBuffer tokens) {
		if (number instanceof BigInteger integer) {
			tokens.writeNumber(integer);
		}
		else {
			tokens.writeNumber(number.longValue());
		}
	}

	private static void writeArray(MsgpackReader reader, TokenBuffer tokens) {
		int count = reader.readArrayHeader();
		tokens.writeStartArray();
		for (int i = 0; i < count; i++) {
			try {
				write(reader, tokens);
			}
			catch (CodecFault ex) {
				throw ex.within(i);
			}
		}
		tokens.writeEndArray();
	}

	private static void writeMap(MsgpackReader reader, TokenBuffer tokens) {
		int count = reader.readMapHeader();
		int start = reader.position();
		boolean texts = true;
		tokens.writeStartObject();
		for (int i = 0; i < count; i++) {
			texts &= reader.peekType() == WireType.STRING;
			String key = MapKeys.read(reader);
			tokens.writeName(key);
			try {
				write(reader, tokens);
			}
			catch (CodecFault ex) {
				throw ex.withinKey(key);
			}
		}
		tokens.writeEndObject();
		if (!texts) {
			// Two texts that are equal come from no map.
			int end = reader.position();
			MapKeys.requireDistinct(reader, start, count, String.class);
			reader.position(end);
		}
	}

}
