package io.multifrost.spring.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import io.multifrost.ValueConverter;
import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's own mapper, with its modules and mix-ins, converts what clients send
 * and what beans are served.
 */
class ApplicationMapperTests {

	@Test
	void modulesMixInsAndNamesOfTheApplicationCountOnBothSides(@TempDir Path registry) {
		contextRunner(registry).withUserConfiguration(MapperConfiguration.class).run((context) -> {
			ParentWorker till = context.getBean(ParentWorker.class).start();
			assertThat(till.call("twice", String.class, "3 EUR")).isEqualTo("6 EUR");
			assertThat(till.call("twice", Money.class, new Money(4, "EUR"))).isEqualTo(new Money(8, "EUR"));
			assertThat(till.call("label", Label.class, new Label("red"))).isEqualTo(new Label("[red]"));
			assertThat(till.call("again", Object.class, new Priced(new Money(4, "EUR"))))
				.isEqualTo(Map.of("unit_price", "4 EUR"));
		});
	}

	@Test
	void convertersThatAreBeansConvertOnBothSidesAndInClients(@TempDir Path registry) {
		contextRunner(registry).withBean("money", ValueConverter.class,
				() -> ValueConverter.of(Money.class, List.class, (money) -> List.of(money.amount(), money.currency()),
						(wire) -> new Money(((Number) wire.get(0)).intValue(), (String) wire.get(1))))
			.withBean("tags", ValueConverter.class,
					() -> ValueConverter.of(Tag.class, String.class, Tag::text, ApplicationMapperTests::tag))
			.run((context) -> {
				ParentWorker till = context.getBean(ParentWorker.class).start();
				assertThat(till.call("twice", Object.class, new Money(4, "EUR"))).isEqualTo(List.of(8L, "EUR"));
				assertThat(till.call("again", Priced.class, new Priced(new Money(4, "EUR"))))
					.isEqualTo(new Priced(new Money(4, "EUR")));
				Tags tags = till.as(Tags.class);
				assertThat(tags.tag(tag("new")).text()).isEqualTo("new!");
			});
	}

	private static ApplicationContextRunner contextRunner(Path registry) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MultifrostAutoConfiguration.class,
					MultifrostParentAutoConfiguration.class, MultifrostChildAutoConfiguration.class))
			.withBean(Till.class)
			.withPropertyValues("multifrost.registry.directory=" + registry,
					"multifrost.parents.till.service-id=till-of-mapper-tests",
					"multifrost.parents.till.auto-startup=false");
	}

	private static Tag tag(String text) {
		return () -> text;
	}

	/**
	 * An interface that has no form but by its converter.
	 */
	interface Tag {

		String text();

	}

	interface Tags {

		Tag tag(Tag tag);

	}

	record Priced(Money unitPrice) {
	}

	record Money(int amount, String currency) {
	}

	record Label(String text) {
	}

	/**
	 * Says of labels what their class does not.
	 */
	@JsonSerialize(using = LabelSerializer.class)
	@JsonDeserialize(using = LabelDeserializer.class)
	interface LabelMixIn {

	}

	@MultifrostWorker(serviceId = "till-of-mapper-tests")
	static class Till {

		public Money twice(Money money) {
			return new Money(2 * money.amount(), money.currency());
		}

		public Priced again(Priced priced) {
			return priced;
		}

		public Tag tag(Tag tag) {
			return ApplicationMapperTests.tag(tag.text() + "!");
		}

		public Label label(Label label) {
			return new Label("[" + label.text() + "]");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MapperConfiguration {

		@Bean
		JsonMapper mapper() {
			return JsonMapper.builder()
				.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
				.addModule(new SimpleModule().addSerializer(Money.class, new MoneySerializer())
					.addDeserializer(Money.class, new MoneyDeserializer()))
				.addMixIn(Label.class, LabelMixIn.class)
				.build();
		}

	}

	static class MoneySerializer extends StdSerializer<Money> {

		MoneySerializer() {
			super(Money.class);
		}

		@Override
		public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.amount() + " " + value.currency());
		}

	}

	static class MoneyDeserializer extends StdDeserializer<Money> {

		MoneyDeserializer() {
			super(Money.class);
		}

		@Override
		public Money deserialize(JsonParser parser, DeserializationContext context) {
			String[] parts = parser.getString().split(" ");
			return new Money(Integer.parseInt(parts[0]), parts[1]);
		}

	}

	static class LabelSerializer extends StdSerializer<Label> {

		LabelSerializer() {
			super(Label.class);
		}

		@Override
		public void serialize(Label value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.text());
		}

	}

	static class LabelDeserializer extends StdDeserializer<Label> {

		LabelDeserializer() {
			super(Label.class);
		}

		@Override
		public Label deserialize(JsonParser parser, DeserializationContext context) {
			return new Label(parser.getString());
		}

	}

}
