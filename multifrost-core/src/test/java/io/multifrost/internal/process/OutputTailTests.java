package io.multifrost.internal.process;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTailTests {

	private final OutputTail tail = new OutputTail();

	@Test
	void keepsAllOfALittle() {
		this.tail.add("a");
		this.tail.add("");
		assertThat(this.tail.lines()).containsExactly("a", "");
	}

	@Test
	void keepsTheLastFortyLinesAndSaysHowManyAreMissing() {
		IntStream.range(0, 41).forEach((i) -> this.tail.add("line " + i));
		assertThat(this.tail.lines()).hasSize(41).startsWith("... 1 line left out", "line 1").endsWith("line 40");
		IntStream.range(41, 1274).forEach((i) -> this.tail.add("line " + i));
		assertThat(this.tail.lines()).hasSize(41)
			.startsWith("... 1234 lines left out", "line 1234")
			.endsWith("line 1273");
	}

	@Test
	void keepsEightKibibytes() {
		IntStream.range(0, 10).forEach((i) -> this.tail.add(Integer.toString(i).repeat(2000)));
		assertThat(this.tail.lines()).containsExactly("... 6 lines left out", "6".repeat(2000), "7".repeat(2000),
				"8".repeat(2000), "9".repeat(2000));
	}

	@Test
	void keepsTheLastLineHoweverLong() {
		this.tail.add("a");
		this.tail.add("x".repeat(8 * 1024));
		assertThat(this.tail.lines()).containsExactly("... 1 line left out", "x".repeat(8 * 1024));
	}

}
