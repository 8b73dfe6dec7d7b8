package io.multifrost.internal.serving;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.multifrost.CodecLimits;
import io.multifrost.ValueConversionException;
import io.multifrost.child.CallContext;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ParameterNamesTests {

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	@Test
	void argumentsByNameComeIntoTheirPlaces() throws Exception {
		assertThat(place("scale", List.of(1), Map.of("places", 3, "factor", 2))).containsExactly(1L, 2L, 3L);
		assertThat(place("scale", List.of(), Map.of("places", 3, "factor", 2, "value", 1))).containsExactly(1L, 2L, 3L);
		assertThat(place("scale", List.of(1, 2, 3), Map.of())).containsExactly(1L, 2L, 3L);
	}

	@Test
	void nullIsAnArgument() throws Exception {
		Map<String, @Nullable Object> keywords = new HashMap<>();
		keywords.put("places", null);
		assertThat(place("scale", List.of(1, 2), keywords)).containsExactly(1L, 2L, null);
	}

	@Test
	void whatDoesNotFitIsToldWithTheNamesThatThereAre() {
		refused("scale", List.of(1), Map.of("faktor", 2, "places", 3), "lacks argument 'factor': it takes [value");
		refused("scale", List.of(1), Map.of("faktor", 2, "places", 3, "factor", 2),
				"has no parameter [faktor]: it takes [value, factor, places]");
		refused("scale", List.of(1, 2), Map.of("value", 2, "places", 3),
				"got argument 'value' by position and by name");
		refused("scale", List.of(1), "no map", "got keyword arguments that are no map");
		refused("scale", List.of(1), Map.of(1, 2, "factor", 2, "places", 3), "has no parameter [1]");
	}

	@Test
	void aNumberOfMoreIsTakenByPositionAlone() throws Exception {
		assertThat(place("join", List.of("a", "b", "c"), Map.of())).containsExactly("a", "b", "c");
		assertThat(place("join", List.of(), Map.of("separator", "a"))).containsExactly("a");
		refused("join", List.of("a"), Map.of("parts", List.of()), "has no parameter [parts]: it takes [separator]");
	}

	@Test
	void aClassWithoutNamesSaysHowToCompileIt() throws Exception {
		ParameterNames names = ParameterNames.of(String.class.getMethod("concat", String.class));
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> names.place(this.codec, "concat", this.codec.encodeArguments("concat", new Object[0]),
					Map.of("str", "x")))
			.withMessageContaining("cannot be given [str] by name")
			.withMessageContaining("-parameters");
	}

	private List<@Nullable Object> place(String method, List<?> positional, Object keywords) throws Exception {
		Method declared = Arrays.stream(Functions.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(method))
			.findFirst()
			.orElseThrow();
		Object placed = this.codec.decodeResult(
				ParameterNames.of(declared)
					.place(this.codec, method, this.codec.encodeArguments(method, positional.toArray()), keywords),
				List.class);
		return (placed instanceof List<?> list) ? Collections.unmodifiableList(list) : List.of();
	}

	private void refused(String method, List<?> positional, Object keywords, String words) {
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> place(method, positional, keywords))
			.withMessageContaining(words);
	}

	interface Functions {

		double scale(double value, CallContext context, double factor, int places);

		String join(String separator, String... parts);

	}

}
