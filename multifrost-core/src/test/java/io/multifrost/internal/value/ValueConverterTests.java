package io.multifrost.internal.value;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.ValueConversionException;
import io.multifrost.ValueConverter;
import io.multifrost.internal.message.CodecFixture;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.parent.TypeRef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ValueConverter}.
 */
class ValueConverterTests {

	private static final ValueConverter<Money, String> MONEY = ValueConverter.of(Money.class, String.class,
			(money) -> money.amount + " " + Objects.requireNonNull(money.currency, "currency"), Money::parse);

	private static final Money FOUR = new Money(4, "EUR");

	private final MessageCodec codec = codec(MONEY,
			ValueConverter.of(Level.class, Integer.class, Level::ordinal, (ordinal) -> Level.values()[ordinal]),
			new ShapeConverter());

	@Test
	void aValueTravelsInItsFormWhereverItStands() {
		assertThat(sent(FOUR)).isEqualTo("4 EUR");
		assertThat(sent(List.of(FOUR))).isEqualTo(List.of("4 EUR"));
		assertThat(sent(Map.of("price", Optional.of(FOUR)))).isEqualTo(Map.of("price", "4 EUR"));
		assertThat(sent(new Item("pear", FOUR, Level.HIGH, new Square(2), null)))
			.isEqualTo(Map.of("name", "pear", "price", "4 EUR", "level", 1L, "shape", Map.of("side", 2L)));
	}

	@Test
	void itIsReadFromItsFormWhereverItIsAskedFor() {
		assertThat(again(FOUR, Money.class)).isEqualTo(FOUR);
		assertThat(again(List.of(FOUR), new TypeRef<List<Money>>() {
		}.type())).isEqualTo(List.of(FOUR));
		assertThat(again(Level.HIGH, Level.class)).isEqualTo(Level.HIGH);
		Item item = new Item("pear", FOUR, Level.HIGH, new Square(2), null);
		assertThat(again(item, Item.class)).isEqualTo(item);
		assertThat(again(null, Money.class)).isNull();
	}

	@Test
	void typesBelowAreSentInItsForm() {
		assertThat(sent(new Square(3))).isEqualTo(Map.of("side", 3L));
		assertThat(again(new Square(3), Shape.class)).isEqualTo(new Square(3));
	}

	@Test
	void theFirstThatFitsIsAsked() {
		MessageCodec both = codec(MONEY, ValueConverter.of(Money.class, Integer.class, (money) -> money.amount,
				(amount) -> new Money(amount, "?")));
		assertThat(both.decodeResult(CodecFixture.encoded(both, FOUR), Object.class)).isEqualTo("4 EUR");
		assertThat(both.decodeResult(CodecFixture.encoded(both, new Price(FOUR)), Object.class))
			.isEqualTo(Map.of("money", "4 EUR"));
	}

	@Test
	void itComesBeforeTheMapperOfTheApplication() {
		MessageCodec mapped = new MessageCodec(CodecLimits.DEFAULTS,
				JacksonMapper.of(JsonMapper.builder().build(), List.of(MONEY)));
		assertThat(mapped.decodeResult(CodecFixture.encoded(mapped, new Price(FOUR)), Price.class))
			.isEqualTo(new Price(FOUR));
	}

	@Test
	void whatCannotBeConvertedIsAnErrorThatSaysWhere() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> this.codec.decodeResult(CodecFixture.encoded("cheap"), Money.class))
			.withMessageContaining("result does not fit Money (sent as string \"cheap\")")
			.withMessageContaining("no money: cheap");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> this.codec.decodeResult(CodecFixture.encoded(List.of(7)), new TypeRef<List<Money>>() {
			}.type()))
			.withMessageContaining("result[0] is integer 7, which does not fit String");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> this.codec.decodeResult(CodecFixture.encoded(Map.of("money", "cheap")), Price.class))
			.withMessageContaining("result.money")
			.withMessageContaining("no money: cheap");
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> sent(List.of(new Money(1, null))))
			.withMessageContaining("[0] has no form on the wire (Java type " + Money.class.getName() + ")");
	}

	@Test
	void whatConvertsATypeToItselfIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> codec(ValueConverter.of(Money.class, Money.class, (money) -> money, (money) -> money)))
			.withMessageContaining("Money is converted to itself");
		MessageCodec turning = codec(
				ValueConverter.of(Shape.class, Object.class, (shape) -> shape, (wire) -> new Square(1)));
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.encoded(turning, new Square(1)))
			.withMessageContaining("which it converts itself");
	}

	private @Nullable Object sent(@Nullable Object value) {
		return again(value, Object.class);
	}

	private @Nullable Object again(@Nullable Object value, Type type) {
		return this.codec.decodeResult(CodecFixture.encoded(this.codec, value), type);
	}

	private static MessageCodec codec(ValueConverter<?, ?>... converters) {
		return new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.of(null, List.of(converters)));
	}

	enum Level {

		LOW, HIGH

	}

	interface Shape {

	}

	record Square(int side) implements Shape {
	}

	record Price(Money money) {
	}

	record Item(String name, Money price, Level level, Shape shape, @Nullable Money tip) {

		@JsonInclude(JsonInclude.Include.NON_NULL)
		@Override
		public @Nullable Money tip() {
			return this.tip;
		}

	}

	/**
	 * Nothing that Jackson could read or write.
	 */
	static final class Money {

		private final int amount;

		private final @Nullable String currency;

		Money(int amount, @Nullable String currency) {
			this.amount = amount;
			this.currency = currency;
		}

		static Money parse(String text) {
			String[] parts = text.split(" ");
			if (parts.length != 2) {
				throw new IllegalArgumentException("no money: " + text);
			}
			return new Money(Integer.parseInt(parts[0]), parts[1]);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Money money && money.amount == this.amount
					&& Objects.equals(money.currency, this.currency);
		}

		@Override
		public int hashCode() {
			return this.amount;
		}

	}

	static final class ShapeConverter implements ValueConverter<Shape, Map<String, Integer>> {

		@Override
		public Class<Shape> type() {
			return Shape.class;
		}

		@Override
		public Type wireType() {
			return new TypeRef<Map<String, Integer>>() {
			}.type();
		}

		@Override
		public Map<String, Integer> toWire(Shape value) {
			return Map.of("side", ((Square) value).side());
		}

		@Override
		public Shape fromWire(Map<String, Integer> wire) {
			return new Square(wire.get("side"));
		}

	}

}
