package io.multifrost.internal.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.JacksonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/protocol.md} shows is what the codec reads and writes.
 */
class ProtocolDocumentTests {

	private static final Path PAGE = Path.of("../docs/protocol.md");

	private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```\\s+```hex\n(.*?)```", Pattern.DOTALL);

	private static final Pattern VALUE_ROW = Pattern.compile("^\\| `([^`]+)` \\| [^|]+ \\| `([0-9a-f ]+)` \\|$",
			Pattern.MULTILINE);

	private static final Pattern FIELD_ROW = Pattern.compile("^\\| `(\\w+)` \\| .+ \\| .+ \\|$", Pattern.MULTILINE);

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void bytesHoldTheMapThatIsShown(Example example) {
		EncodedValue bytes = new EncodedValue(example.bytes(), 0, example.bytes().length);
		assertThat(codec(example).decodeResult(bytes, Object.class)).isEqualTo(example.map());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void bytesAreReadAsTheMessageThatIsShown(Example example) {
		Message message = codec(example).decode(example.bytes());
		assertThat(message.version()).isEqualTo(ProtocolVersion.V3);
		assertThat(message.id()).isEqualTo(example.map().get("id"));
		assertThat(message.metadata()).isEqualTo(example.map().getOrDefault("metadata", Map.of()));
		assertThat(example.map()).containsEntry("type", wireName(type(message)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void messageIsWrittenAsTheBytesThatAreShown(Example example) {
		MessageCodec codec = codec(example);
		assertThat(HexFormat.of().formatHex(codec.encode(codec.decode(example.bytes()))))
			.isEqualTo(HexFormat.of().formatHex(example.bytes()));
	}

	@Test
	void everyTypeHasAnExample() {
		assertThat(examples().map((example) -> String.valueOf(example.map().get("type"))))
			.containsAll(Stream.of(MessageType.values()).map(ProtocolDocumentTests::wireName).toList());
	}

	@Test
	void everyFieldIsExplained() {
		List<String> explained = matches(FIELD_ROW).map((row) -> row.group(1)).toList();
		assertThat(explained).containsAll(Stream.of(Field.values())
			.filter((field) -> field != Field.CLIENT_NAME_OF_NODE)
			.map(Field::key)
			.toList());
	}

	@Test
	void valuesAreWrittenAsTheBytesThatAreShown() {
		Map<String, String> shown = new LinkedHashMap<>();
		Map<String, String> written = new LinkedHashMap<>();
		Map<String, @Nullable Object> values = values();
		matches(VALUE_ROW).forEach((row) -> shown.put(row.group(1), row.group(2)));
		values.forEach((name, value) -> written.put(name, hexOfArgument(value)));
		assertThat(shown).isEqualTo(written);
	}

	private static Map<String, @Nullable Object> values() {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("null", null);
		values.put("true", true);
		values.put("10", 10);
		values.put("-200", -200);
		values.put("4294967296L", 4294967296L);
		values.put("new BigInteger(\"18446744073709551615\")", new BigInteger("18446744073709551615"));
		values.put("1.5f", 1.5f);
		values.put("1.5", 1.5);
		values.put("\"Zoë\"", "Zoë");
		values.put("new byte[] { 1, 2 }", new byte[] { 1, 2 });
		values.put("List.of(1, 2)", List.of(1, 2));
		values.put("Map.of(\"a\", 1)", Map.of("a", 1));
		values.put("Instant.ofEpochSecond(1)", Instant.ofEpochSecond(1));
		values.put("Optional.empty()", Optional.empty());
		values.put("DayOfWeek.MONDAY", DayOfWeek.MONDAY);
		return values;
	}

	private static String hexOfArgument(@Nullable Object value) {
		MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);
		byte[] payload = codec.encodeCall(ProtocolVersion.V3, "1", "f", new @Nullable Object[] { value }, "default",
				null, Map.of());
		EncodedValue arguments = ((Message.Call) codec.decode(payload)).arguments();
		// After the byte that begins an array of one
		return HexFormat.ofDelimiter(" ")
			.formatHex(arguments.array(), arguments.offset() + 1, arguments.offset() + arguments.length());
	}

	private static MessageType type(Message message) {
		if (message instanceof Message.Output output) {
			return (output.stream() == OutputKind.STDOUT) ? MessageType.STDOUT : MessageType.STDERR;
		}
		if (message instanceof Message.Items) {
			return MessageType.ITEM;
		}
		return (message instanceof Message.Failure) ? MessageType.ERROR
				: MessageType.valueOf(message.getClass().getSimpleName().toUpperCase(Locale.ROOT));
	}

	private static String wireName(MessageType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

	private static MessageCodec codec(Example example) {
		double seconds = (Double) example.map().get("timestamp");
		return new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.STANDARD,
				InstantSource.fixed(Instant.ofEpochMilli(Math.round(seconds * 1000))));
	}

	static Stream<Example> examples() {
		List<Example> examples = matches(EXAMPLE).map((match) -> Example.of(match.group(1), match.group(2))).toList();
		assertThat(examples).as("examples in " + PAGE).hasSizeGreaterThan(10);
		return examples.stream();
	}

	private static Stream<MatchResult> matches(Pattern pattern) {
		try {
			Matcher matcher = pattern.matcher(Files.readString(PAGE));
			return matcher.results();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A message as the page shows it.
	 *
	 * @param map the message as a map, whole numbers as {@link Long}
	 * @param bytes its bytes
	 */
	record Example(Map<String, @Nullable Object> map, byte[] bytes) {

		static Example of(String json, String hex) {
			Map<?, ?> read = JsonMapper.builder().build().readValue(json, Map.class);
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			read.forEach((key, value) -> map.put((String) key, plain(value)));
			String digits = hex.lines().map((line) -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
			return new Example(map, HexFormat.of().parseHex(digits));
		}

		private static @Nullable Object plain(@Nullable Object value) {
			if (value instanceof Integer integer) {
				return integer.longValue();
			}
			if (value instanceof List<?> list) {
				List<@Nullable Object> elements = new ArrayList<>();
				list.forEach((element) -> elements.add(plain(element)));
				return elements;
			}
			return value;
		}

		@Override
		public String toString() {
			return String.valueOf(this.map.get("type"));
		}

	}

}
