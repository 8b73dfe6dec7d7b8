package io.multifrost.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineSplitterTests {

	private static final int MAX = LineSplitter.MAX_LINE_BYTES;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100_000 })
	void linesDoNotDependOnHowTheBytesArrive(int chunk) {
		assertThat(split("one\ntwo\r\n\n\r\nfünf €😀\nlast".getBytes(StandardCharsets.UTF_8), chunk))
			.containsExactly("one", "two", "", "", "fünf €😀", "last");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4, 100_000 })
	void whatIsLoggedBeginsALineThoughWhatWasPrintedHasNoEnd(int chunk) {
		assertThat(split(" 50%|##\u001e{1}\n\u001e{2}\n".getBytes(StandardCharsets.UTF_8), chunk))
			.containsExactly(" 50%|##", "\u001e{1}", "\u001e{2}");
	}

	@Test
	void nothingIsDeliveredForNothing() {
		assertThat(split(new byte[0], 1)).isEmpty();
		assertThat(split("a\n".getBytes(StandardCharsets.UTF_8), 1)).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000, MAX, 16 * 1024, 100_000 })
	void aLongLineComesInPiecesAndTheNextLineIsWhole(int chunk) {
		String text = "x".repeat(3 * MAX + 5) + "\nnext\n";
		assertThat(split(text.getBytes(StandardCharsets.UTF_8), chunk)).containsExactly("x".repeat(MAX),
				"x".repeat(MAX), "x".repeat(MAX), "xxxxx", "next");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "" })
	void aLineOfExactlyTheLimitIsNotFollowedByAnEmptyOne(String end) {
		byte[] bytes = ("x".repeat(MAX) + end).getBytes(StandardCharsets.UTF_8);
		assertThat(split(bytes, 1)).containsExactly("x".repeat(MAX));
		assertThat(split(bytes, bytes.length)).containsExactly("x".repeat(MAX));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ü", "€", "😀" })
	void piecesDoNotCutACharacterInTwo(String character) {
		for (int shift = 0; shift < 4; shift++) {
			String text = "a".repeat(shift) + character.repeat(MAX);
			List<String> pieces = split(text.getBytes(StandardCharsets.UTF_8), 1000);
			assertThat(pieces).hasSizeGreaterThan(1);
			assertThat(String.join("", pieces)).isEqualTo(text);
		}
	}

	@Test
	void garbageBecomesReplacementCharacters() {
		assertThat(split(new byte[] { 'a', (byte) 0xFF, 0, (byte) 0xC3, '\n', 'b' }, 6))
			.containsExactly("a\uFFFD\0\uFFFD", "b");
	}

	@Test
	void randomBytesNeverFailAndAreAllDelivered() {
		byte[] bytes = new byte[200_000];
		new Random(42).nextBytes(bytes);
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (bytes[i] == '\n') ? (byte) 0x80 : bytes[i];
		}
		List<String> pieces = split(bytes, 777);
		assertThat(pieces).hasSizeGreaterThan(20).allMatch((piece) -> piece.length() <= MAX);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100_000 })
	void whatACarriageReturnLetsBeOverwrittenIsALine(int chunk) {
		assertThat(split("\r10%\r20%\r\n50%\r60%\r\rdone\n\r".getBytes(StandardCharsets.UTF_8), chunk))
			.containsExactly("10%", "20%", "50%", "60%", "done");
	}

	@Test
	void stepsThatAreNotDueAreLeftOutForTheNextOne() {
		List<String> lines = new ArrayList<>();
		LineSplitter splitter = new LineSplitter(lines::add, () -> false);
		byte[] bytes = "1%\r2%\r100%\nnext\n".getBytes(StandardCharsets.UTF_8);
		splitter.accept(bytes, bytes.length);
		assertThat(lines).containsExactly("100%", "next");
	}

	@Test
	void whatWasShownOfALineIsNotShownAgain() {
		List<String> lines = new ArrayList<>();
		LineSplitter splitter = new LineSplitter(lines::add, () -> true);
		for (String part : List.of("Name? ", "Ada", "\n", "next\n", "last")) {
			splitter.accept(part.getBytes(StandardCharsets.UTF_8), part.length());
			splitter.flush();
		}
		splitter.finish();
		assertThat(lines).containsExactly("Name? ", "Ada", "next", "last");
	}

	private static List<String> split(byte[] bytes, int chunk) {
		List<String> lines = new ArrayList<>();
		LineSplitter splitter = new LineSplitter(lines::add, () -> true);
		for (int i = 0; i < bytes.length; i += chunk) {
			byte[] part = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + chunk));
			splitter.accept(part, part.length);
		}
		splitter.finish();
		return lines;
	}

}
