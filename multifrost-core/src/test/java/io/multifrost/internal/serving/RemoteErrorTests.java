package io.multifrost.internal.serving;

import java.io.PrintWriter;

import org.junit.jupiter.api.Test;

import io.multifrost.internal.message.ErrorDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemoteError}.
 */
class RemoteErrorTests {

	@Test
	void beginsWithTypeAndMessageAndEndsWithTheTrace() {
		String[] lines = RemoteError.withTrace(new IllegalStateException("too late", new RuntimeException("why")))
			.text()
			.split("\n");
		assertThat(lines[0]).isEqualTo("IllegalStateException: too late");
		assertThat(lines[1]).isEqualTo("java.lang.IllegalStateException: too late");
		assertThat(lines).anyMatch((line) -> line.startsWith("\tat " + RemoteErrorTests.class.getName()))
			.anyMatch((line) -> line.startsWith("Caused by: java.lang.RuntimeException: why"));
	}

	@Test
	void keepsAMessageOfManyLinesInTheFirst() {
		assertThat(RemoteError.withoutTrace(new RuntimeException("one\ntwo\r\nthree")).text())
			.isEqualTo("RuntimeException: one two three");
	}

	@Test
	void namesAnExceptionWithoutMessageOrName() {
		assertThat(RemoteError.withoutTrace(new RuntimeException()).text()).isEqualTo("RuntimeException: no message");
		assertThat(RemoteError.withoutTrace(new RuntimeException("x") {
		}).text()).startsWith(RemoteErrorTests.class.getName() + "$").endsWith(": x");
	}

	@Test
	void isCutWhereItIsLong() {
		assertThat(RemoteError.withTrace(new RuntimeException("x".repeat(1_000_000))).text()).hasSizeLessThan(20_000)
			.startsWith("RuntimeException: xxx")
			.endsWith("...");
		assertThat(RemoteError.withoutTrace(new RuntimeException("x".repeat(1_000_000))).text())
			.hasSizeLessThan(20_000);
	}

	@Test
	void carriesTheExactPartsBesideTheText() {
		ErrorDetails details = RemoteError.withTrace(new IllegalStateException("3 problems:\none\ntwo")).details();
		assertThat(details.type()).isEqualTo("IllegalStateException");
		assertThat(details.message()).isEqualTo("3 problems:\none\ntwo");
		assertThat(details.trace()).startsWith("java.lang.IllegalStateException: 3 problems:\none\ntwo\n\tat ");
		assertThat(RemoteError.withTrace(new RuntimeException()).details().message()).isEmpty();
	}

	@Test
	void describesAnExceptionThatFailsToDescribeItself() {
		assertThat(RemoteError.withTrace(new Mute()).text()).startsWith("Mute: ");
		assertThat(RemoteError.withTrace(new Untraceable()).text()).startsWith("Untraceable: message");
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
