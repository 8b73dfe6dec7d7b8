package io.multifrost.internal.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.multifrost.KeywordArgument;
import io.multifrost.MultifrostFunction;
import io.multifrost.ValueConversionException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionDescription;
import io.multifrost.parent.FunctionDescription.Parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientContract}.
 */
class ClientContractTests {

	private static final FunctionDescription COUNT = function("count_vowels", "int", parameter("text", "str"),
			new Parameter("limit", "int | None", true, false));

	private static final FunctionDescription SUM = function("sum_up", "int", parameter("*numbers", "float"));

	private static final FunctionDescription NAMED = function("named", "", parameter("text", ""),
			new Parameter("kind", "str", false, true));

	@Test
	void whatFitsIsNoMisfit() {
		assertThat(misfits(Fitting.class)).isEmpty();
	}

	@Test
	void whatTheWorkerDoesNotHaveIsNamedWithTheNearest() {
		assertThat(misfits(Missing.class)).containsExactly(
				"int countVowel(String text) calls 'countVowel', which the worker does not have; did you mean "
						+ "count_vowels(text: str, limit: int | None = ...) -> int?",
				"void other() calls 'somethingElse', which the worker does not have");
	}

	@Test
	void tooManyAndTooFewArgumentsAreToldBesideBothSignatures() {
		assertThat(misfits(Counting.class)).containsExactly(
				"int countVowels() does not fit count_vowels(text: str, limit: int | None = ...) -> int: it needs "
						+ "1 argument, but is given 0",
				"int countVowels(String text, int limit, int more) does not fit "
						+ "count_vowels(text: str, limit: int | None = ...) -> int: it takes 2 arguments at most, "
						+ "but is given 3",
				"void named(Object text) does not fit named(text, *, kind: str): it needs 'kind', which can be "
						+ "given by its name alone");
	}

	@Test
	void typesThatCertainlyDoNotFitAreTold() {
		assertThat(misfits(Typed.class)).containsExactly(
				"int countVowels(Collection<Object> text) does not fit count_vowels(text: str, limit: int | None = ...) "
						+ "-> int: 'text' is of type str, but is given Collection<Object>",
				"int countVowels(String text, String limit) does not fit count_vowels(text: str, limit: int | None = "
						+ "...) -> int: 'limit' is of type int | None, but is given String",
				"long sumUp(int a, String b) does not fit sum_up(*numbers: float) -> int: '*numbers' is of "
						+ "type float, but is given String");
	}

	@Test
	void whatIsGivenByNameHasToBeThereAndToFit() {
		assertThat(misfits(Named.class)).containsExactly(
				"void named(String text, String other) does not fit named(text, *, kind: str): it has no parameter "
						+ "'other'",
				"void named(String text, int kind) does not fit named(text, *, kind: str): 'kind' is of type str, "
						+ "but is given int");
	}

	@Test
	void nothingIsSaidOfWhatIsConverted() {
		assertThat(ClientContract.misfits(Typed.class, List.of(COUNT, SUM, NAMED), (type) -> type == String.class))
			.hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			int; NUMBER
			float; NUMBER
			str; TEXT
			bool; BOOLEAN
			bytes; BINARY ARRAY
			list[int]; ARRAY
			typing.List[int]; ARRAY
			collections.abc.Sequence[str]; ARRAY
			dict[str, int | None]; MAP
			Optional[int]; NUMBER
			typing.Union[int, str]; NUMBER TEXT
			int | list[str | bool]; NUMBER ARRAY
			None; ''
			long; NUMBER
			double[]; ARRAY
			byte[]; BINARY ARRAY
			List<String>; ARRAY
			''; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			Any; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			my.typing.List[int]; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			int | Any; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			Literal['a|b']; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			Optional; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			Optional<int>; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			[; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			x[; NUMBER BOOLEAN TEXT BINARY ARRAY MAP
			""")
	void ofTypesThatAreNotKnownNothingIsSaid(String type, String forms) {
		assertThat(String.join(" ", ArgumentForm.takenBy(type).stream().map(Enum::name).sorted().toList()))
			.isEqualTo(Stream.of(forms.split(" ")).sorted().collect(Collectors.joining(" ")));
	}

	@Test
	void whatIsNoDescriptionIsRefusedInWords() {
		for (Object garbage : new Object[] { "text", 7, List.of(1), List.of(Map.of()), Map.of("name", "a"),
				List.of(Map.of("name", "a", "parameters", "b")), List.of(Map.of("name", "a", "aliases", 1)),
				List.of(Map.of("name", "a", "parameters", List.of("b"))), null }) {
			assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> DescribedFunctions.read(garbage))
				.withMessageStartingWith("What it says is no description of functions: ");
		}
		assertThat(DescribedFunctions.read(List.of(Map.of("name", "a"))))
			.containsExactly(new FunctionDescription("a", List.of(), List.of(), "", false, null, false));
	}

	private static List<String> misfits(Class<?> client) {
		return ClientContract.misfits(client, List.of(COUNT, SUM, NAMED), (type) -> false);
	}

	private static Parameter parameter(String name, String type) {
		return new Parameter(name, type, name.startsWith("*"), false);
	}

	private static FunctionDescription function(String name, String returns, Parameter... parameters) {
		String alias = name.equals("count_vowels") ? "countVowels" : name.equals("sum_up") ? "sumUp" : name;
		return new FunctionDescription(name, List.of(alias), List.of(parameters), returns, false, null, false);
	}

	interface Generic<T> {

		int countVowels(T text);

	}

	interface Fitting extends Generic<String> {

		@Override
		boolean equals(Object other);

		@Override
		String toString();

		int countVowels(CharSequence text, Integer limit, CallOptions options);

		@MultifrostFunction("count_vowels")
		int vowels(Object text);

		int countVowels(UUID text, long limit);

		int countVowels(String text, String... more);

		int countVowels(CallOptions options);

		long sumUp();

		long sumUp(int a, double b, Object c);

		long sumUp(double[] all);

		void named(String text, CallOptions options);

		void named(@KeywordArgument("kind") String kind, @KeywordArgument("text") String text);

		List<String> listFunctions();

		default void somethingOfItsOwn(int number) {
		}

	}

	interface Missing {

		int countVowel(String text);

		@MultifrostFunction("somethingElse")
		void other();

	}

	interface Named {

		void named(String text, @KeywordArgument("kind") int kind);

		void named(String text, @KeywordArgument("other") String other);

	}

	interface Counting {

		int countVowels();

		int countVowels(String text, int limit, int more);

		void named(Object text);

	}

	interface Typed extends Generic<Collection<Object>> {

		int countVowels(String text, String limit);

		long sumUp(int a, String b);

	}

}
