package io.multifrost.internal.value;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import io.multifrost.ValueConverter;
import io.multifrost.internal.TypeNames;

/**
 * What an application converts itself: by itself, and where Jackson comes across it
 * within a record or bean.
 *
 * @param all the converters, of which the first that fits is asked
 */
record ValueConverters(List<ValueConverter<?, ?>> all) {

	static final ValueConverters NONE = new ValueConverters(List.of());

	ValueConverters {
		for (ValueConverter<?, ?> converter : all) {
			if (ValueReader.rawType(converter.wireType()) == converter.type()) {
				throw new IllegalArgumentException(converter.type().getName() + " is converted to itself by "
						+ converter.getClass().getName() + ": give it another form");
			}
		}
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	/**
	 * Give a value its form.
	 * @param value any value
	 * @return its form, or the value itself if nothing converts it
	 * @throws CodecFault if its converter fails
	 */
	@Nullable Object toWire(Object value) {
		for (ValueConverter<?, ?> converter : this.all) {
			if (converter.type().isInstance(value)) {
				try {
					return toWire(converter, value);
				}
				// Converters may throw anything
				catch (RuntimeException ex) {
					throw JacksonFaults.of("has no form on the wire (Java type " + value.getClass().getName() + ")",
							ex);
				}
			}
		}
		return value;
	}

	@SuppressWarnings("unchecked")
	private static Object toWire(ValueConverter<?, ?> converter, Object value) {
		Object wire = ((ValueConverter<Object, Object>) converter).toWire(value);
		if (converter.type().isInstance(wire)) {
			throw new IllegalStateException(converter.getClass().getName() + " gives it the form "
					+ TypeNames.of(wire.getClass()) + ", which it converts itself");
		}
		return wire;
	}

	/**
	 * Find what makes values of a type.
	 * @param type the type that is asked for
	 * @return the converter, or {@code null} if there is none
	 */
	@Nullable ValueConverter<?, ?> of(Class<?> type) {
		for (ValueConverter<?, ?> converter : this.all) {
			if (converter.type() == type) {
				return converter;
			}
		}
		return null;
	}

	/**
	 * Read the next value, which is not nil.
	 * @throws CodecFault if it does not fit the type
	 */
	static @Nullable Object read(MsgpackReader reader, ValueConverter<?, ?> converter) {
		int start = reader.position();
		Object wire = ValueReader.read(reader, converter.wireType());
		try {
			return fromWire(converter, wire);
		}
		// Converters may throw anything
		catch (RuntimeException ex) {
			int end = reader.position();
			reader.position(start);
			String found = ValuePreview.typeAndText(reader);
			reader.position(end);
			throw JacksonFaults.of("does not fit " + TypeNames.of(converter.type()) + " (sent as " + found + ")", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object fromWire(ValueConverter<?, ?> converter, @Nullable Object wire) {
		return (wire != null) ? ((ValueConverter<Object, Object>) converter).fromWire(wire) : null;
	}

	/**
	 * Return what has Jackson convert them too.
	 */
	@SuppressWarnings("unchecked")
	SimpleModule toModule() {
		SimpleModule module = new SimpleModule("multifrost-converters");
		// The last of a type is the one that Jackson takes.
		for (int i = this.all.size() - 1; i >= 0; i--) {
			ValueConverter<Object, Object> converter = (ValueConverter<Object, Object>) this.all.get(i);
			module.addSerializer(converter.type(), new Serializer(converter));
			module.addDeserializer(converter.type(), new Deserializer(converter));
		}
		return module;
	}

	/**
	 * Writes the form of a value.
	 */
	private static final class Serializer extends StdSerializer<Object> {

		private final ValueConverter<?, ?> converter;

		Serializer(ValueConverter<?, ?> converter) {
			super(converter.type());
			this.converter = converter;
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			context.writeValue(generator, toWire(this.converter, value));
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer types) {
			serialize(value, generator, context);
		}

	}

	/**
	 * Reads the form of a value.
	 */
	private static final class Deserializer extends StdDeserializer<Object> {

		private final ValueConverter<?, ?> converter;

		Deserializer(ValueConverter<?, ?> converter) {
			super(converter.type());
			this.converter = converter;
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			return fromWire(this.converter,
					context.readValue(parser, context.getTypeFactory().constructType(this.converter.wireType())));
		}

		@Override
		public @Nullable Object deserializeWithType(JsonParser parser, DeserializationContext context,
				TypeDeserializer types) {
			return deserialize(parser, context);
		}

	}

}
