package io.multifrost.message;

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
 * Lets the types that are a point in time take timestamps. Jackson's own deserializers
 * would give an {@link Instant} as it is where another type is asked for.
 */
final class TimestampDeserializers extends ValueDeserializerModifier {

	private static final long serialVersionUID = 1L;

	private static final Map<Class<?>, Function<Instant, Object>> CONVERSIONS = Map.of(OffsetDateTime.class,
			(instant) -> instant.atOffset(ZoneOffset.UTC), ZonedDateTime.class,
			(instant) -> instant.atZone(ZoneOffset.UTC), Date.class, (instant) -> Date.from(instant));

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		Function<Instant, Object> conversion = CONVERSIONS.get(description.getBeanClass());
		return (conversion != null) ? new Deserializer(deserializer, conversion) : deserializer;
	}

	private static final class Deserializer extends DelegatingDeserializer {

		private final Function<Instant, Object> conversion;

		Deserializer(ValueDeserializer<?> delegate, Function<Instant, Object> conversion) {
			super(delegate);
			this.conversion = conversion;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
			return new Deserializer(delegate, this.conversion);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
					&& parser.getEmbeddedObject() instanceof Instant instant) {
				return this.conversion.apply(instant);
			}
			return super.deserialize(parser, context);
		}

	}

}
