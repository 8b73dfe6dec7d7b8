package io.multifrost.internal.value;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
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

/**
 * Puts conversions before some of Jackson's deserializers. Those of points in time would
 * give an {@link Instant} as it is where another type is asked for, that of
 * {@link BigInteger} cuts off fractions, and that of bytes loses the sign.
 */
final class WireDeserializers extends ValueDeserializerModifier {

	private static final long serialVersionUID = 1L;

	private static final Map<Class<?>, Function<JsonParser, @Nullable Object>> CONVERSIONS = Map.of(
			OffsetDateTime.class, (parser) -> time(parser, (instant) -> instant.atOffset(ZoneOffset.UTC)),
			ZonedDateTime.class, (parser) -> time(parser, (instant) -> instant.atZone(ZoneOffset.UTC)), Date.class,
			(parser) -> time(parser, (instant) -> Date.from(instant)), BigInteger.class, (parser) -> whole(parser),
			byte.class, (parser) -> octet(parser), Byte.class, (parser) -> octet(parser));

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		Function<JsonParser, @Nullable Object> conversion = CONVERSIONS.get(description.getBeanClass());
		return (conversion != null) ? new Deserializer(deserializer, conversion) : deserializer;
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
	 * Converts what the conversion takes, and leaves the rest to Jackson.
	 */
	private static final class Deserializer extends DelegatingDeserializer {

		private final Function<JsonParser, @Nullable Object> conversion;

		Deserializer(ValueDeserializer<?> delegate, Function<JsonParser, @Nullable Object> conversion) {
			super(delegate);
			this.conversion = conversion;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
			return new Deserializer(delegate, this.conversion);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			Object converted = this.conversion.apply(parser);
			return (converted != null) ? converted : super.deserialize(parser, context);
		}

	}

}
