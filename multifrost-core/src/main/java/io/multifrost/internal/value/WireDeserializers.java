package io.multifrost.internal.value;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;

/**
 * Puts conversions before some of Jackson's deserializers. Those of points in time would
 * give an {@link Instant} as it is where another type is asked for, that of
 * {@link BigInteger} cuts off fractions, and that of bytes loses the sign.
 * <p>
 * What takes numbers has them from an {@link ExactNumberParser}, also where Jackson reads
 * from a copy that it has made, as it does for types that a property names.
 */
final class WireDeserializers extends ValueDeserializerModifier {

	private static final long serialVersionUID = 1L;

	private static final Map<Class<?>, Function<JsonParser, @Nullable Object>> CONVERSIONS = Map.of(
			OffsetDateTime.class, (parser) -> time(parser, (instant) -> instant.atOffset(ZoneOffset.UTC)),
			ZonedDateTime.class, (parser) -> time(parser, (instant) -> instant.atZone(ZoneOffset.UTC)), Date.class,
			(parser) -> time(parser, (instant) -> Date.from(instant)), BigInteger.class, (parser) -> whole(parser),
			byte.class, (parser) -> octet(parser), Byte.class, (parser) -> octet(parser));

	private static final Set<Class<?>> NUMBERS = Set.of(byte.class, Byte.class, short.class, Short.class, int.class,
			Integer.class, long.class, Long.class, float.class, Float.class, double.class, Double.class,
			BigInteger.class, AtomicInteger.class, AtomicLong.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return type.getContentType().isPrimitive() ? new Deserializer(deserializer, null, true) : deserializer;
	}

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		Class<?> type = description.getBeanClass();
		Function<JsonParser, @Nullable Object> conversion = CONVERSIONS.get(type);
		boolean exact = NUMBERS.contains(type);
		return (conversion != null || exact) ? new Deserializer(deserializer, conversion, exact) : deserializer;
	}

	private static @Nullable Object time(JsonParser parser, Function<Instant, Object> conversion) {
		boolean timestamp = parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT;
		return (timestamp && parser.getEmbeddedObject() instanceof Instant instant) ? conversion.apply(instant) : null;
	}

	private static @Nullable Object whole(JsonParser parser) {
		return (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? parser.getBigIntegerValue() : null;
	}

	/**
	 * Jackson takes 200 for a byte, as it has to in an array of bytes.
	 */
	private static @Nullable Object octet(JsonParser parser) {
		boolean number = parser.hasToken(JsonToken.VALUE_NUMBER_INT) || parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT);
		return number ? ExactNumberParser.requireExact(parser, byte.class) : null;
	}

	/**
	 * Converts what the conversion takes, and leaves the rest to Jackson; reads numbers
	 * exactly where it has to, whatever they are read from.
	 */
	private static final class Deserializer extends DelegatingDeserializer {

		private final @Nullable Function<JsonParser, @Nullable Object> conversion;

		private final boolean exact;

		Deserializer(ValueDeserializer<?> delegate, @Nullable Function<JsonParser, @Nullable Object> conversion,
				boolean exact) {
			super(delegate);
			this.conversion = conversion;
			this.exact = exact;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
			return new Deserializer(delegate, this.conversion, this.exact);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			JsonParser numbers = (this.exact && !(parser instanceof ExactNumberParser)) ? new ExactNumberParser(parser)
					: parser;
			Object converted = (this.conversion != null) ? this.conversion.apply(numbers) : null;
			return (converted != null) ? converted : super.deserialize(numbers, context);
		}

	}

}
