package io.multifrost.child;

import java.io.PrintWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemoteError}.
 */
class RemoteErrorTests {

	@Test
	void beginsWithTypeAndMessageAndEndsWithTheTrace() {
		String[] lines = RemoteError.withTrace(new IllegalStateException("too late", new RuntimeException("why")))
			.split("\n");
		assertThat(lines[0]).isEqualTo("IllegalStateException: too late");
		assertThat(lines[1]).isEqualTo("java.lang.IllegalStateException: too late");
		assertThat(lines).anyMatch((line) -> line.startsWith("\tat " + RemoteErrorTests.class.getName()))
			.anyMatch((line) -> line.startsWith("Caused by: java.lang.RuntimeException: why"));
	}

	@Test
	void keepsAMessageOfManyLinesInTheFirst() {
		assertThat(RemoteError.firstLine(new RuntimeException("one\ntwo\r\nthree")))
			.isEqualTo("RuntimeException: one two three");
	}

	@Test
	void namesAnExceptionWithoutMessageOrName() {
		assertThat(RemoteError.firstLine(new RuntimeException())).isEqualTo("RuntimeException: no message");
		assertThat(RemoteError.firstLine(new RuntimeException("x") {
		})).startsWith(RemoteErrorTests.class.getName() + "$").endsWith(": x");
	}

	@Test
	void isCutWhereItIsLong() {
		assertThat(RemoteError.withTrace(new RuntimeException("x".repeat(1_000_000)))).hasSizeLessThan(20_000)
			.startsWith("RuntimeException: xxx")
			.endsWith("...");
		assertThat(RemoteError.firstLine(new RuntimeException("x".repeat(1_000_000)))).hasSizeLessThan(20_000);
	}

	@Test
	void describesAnExceptionThatFailsToDescribeItself() {
		assertThat(RemoteError.withTrace(new Mute())).startsWith("Mute: ");
		assertThat(RemoteError.withTrace(new Untraceable())).startsWith("Untraceable: message");
	}

	private static final class Mute extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no words");
		}

	}

	private static final class Untraceable extends RuntimeException {

		Untraceable() {
			super("message");
		}

		@Override
		public void printStackTrace(PrintWriter writer) {
			throw new IllegalStateException("no trace");
		}

	}

}
