package io.multifrost.internal.value;

import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

import io.multifrost.ValueConverter;

/**
 * Holds Jackson's mapper for records and beans, which is made when a value first needs
 * it: to load it takes a second or two, and plain values do without. Safe for use by
 * several threads.
 */
public final class JacksonMapper {

	/** Knows what Jackson itself knows. */
	public static final JacksonMapper STANDARD = new JacksonMapper(null, ValueConverters.NONE);

	/** That of the application, which is the same for all of its workers. */
	private static WeakReference<JacksonMapper> last = new WeakReference<>(STANDARD);

	private final @Nullable JsonMapper application;

	private final ValueConverters converters;

	private volatile @Nullable JsonMapper mapper;

	private JacksonMapper(@Nullable JsonMapper application, ValueConverters converters) {
		this.application = application;
		this.converters = converters;
	}

	/**
	 * Return a mapper with modules, mix-ins and settings of an application. What the
	 * protocol asks for is set on top of them.
	 * @param application the application's own mapper, or {@code null} if it has none
	 * @param converters what the application converts itself
	 * @throws IllegalArgumentException if one of these converts a type to itself
	 */
	public static synchronized JacksonMapper of(@Nullable JsonMapper application,
			List<ValueConverter<?, ?>> converters) {
		if (application == null && converters.isEmpty()) {
			return STANDARD;
		}
		JacksonMapper known = last.get();
		if (known != null && known.application == application && known.converters.all().equals(converters)) {
			return known;
		}
		JacksonMapper made = new JacksonMapper(application, new ValueConverters(List.copyOf(converters)));
		last = new WeakReference<>(made);
		return made;
	}

	ValueConverters converters() {
		return this.converters;
	}

	/**
	 * Return whether the application has said how values of a type are made, so that it
	 * does not matter what the type itself says.
	 */
	public boolean isTold(Class<?> type) {
		return this.converters.of(type) != null || (this.application != null
				&& this.application.deserializationConfig().findMixInClassFor(type) != null);
	}

	JsonMapper get() {
		JsonMapper made = this.mapper;
		if (made == null) {
			synchronized (this) {
				made = this.mapper;
				if (made == null) {
					made = create((this.application != null) ? this.application.rebuild() : JsonMapper.builder(),
							this.converters.toModule());
					this.mapper = made;
				}
			}
		}
		return made;
	}

	private static JsonMapper create(JsonMapper.Builder base, SimpleModule converters) {
		return base.addModule(converters)
			.addModule(new SimpleModule("multifrost").addSerializer(new InstantSerializer())
				.setDeserializerModifier(new WireDeserializers())
				.addKeyDeserializer(Byte.class, new NumberKey(Byte.class))
				.addKeyDeserializer(Float.class, new NumberKey(Float.class))
				.addKeyDeserializer(Double.class, new NumberKey(Double.class))
				.setSerializerModifier(new EmptyBeans()))
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			// What has a zone keeps it
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
			// As everywhere else, an enum constant is its name
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			// As everywhere else, a string is no number and a number is no string
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.withCoercionConfig(LogicalType.Textual,
					(config) -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.withCoercionConfig(BigDecimal.class,
					(config) -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
			.withCoercionConfig(BigInteger.class,
					(config) -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
			.build();
	}

	/**
	 * Reads keys of which Jackson would make other numbers.
	 */
	private static final class NumberKey extends KeyDeserializer {

		private final Class<?> type;

		NumberKey(Class<?> type) {
			this.type = type;
		}

		@Override
		public Object deserializeKey(String key, DeserializationContext context) {
			return MapKeys.toNumber(key, this.type);
		}

	}

	/**
	 * Keeps instants as they are, so that they become timestamps on the wire.
	 */
	private static final class InstantSerializer extends StdSerializer<Instant> {

		InstantSerializer() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeEmbeddedObject(value);
		}

	}

	/**
	 * Has objects without properties refused, such as lambda expressions. Jackson takes
	 * any annotation of their classes and interfaces, even {@link FunctionalInterface} or
	 * Kotlin's own, as a sign that an empty map is meant. It is meant by a record without
	 * components, and by an annotation of Jackson's.
	 */
	private static final class EmptyBeans extends ValueSerializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			Class<?> type = description.getBeanClass();
			boolean empty = serializer instanceof BeanSerializer && !serializer.properties().hasNext();
			return (empty && !type.isRecord() && !isAnnotatedForJackson(type)) ? new UnknownSerializer(type)
					: serializer;
		}

		private static boolean isAnnotatedForJackson(Class<?> type) {
			return Arrays.stream(type.getAnnotations())
				.map((annotation) -> annotation.annotationType().getName())
				.anyMatch((name) -> name.startsWith("tools.jackson.") || name.startsWith("com.fasterxml.jackson."));
		}

	}

}
