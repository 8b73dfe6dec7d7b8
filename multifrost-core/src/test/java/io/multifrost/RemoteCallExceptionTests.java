package io.multifrost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemoteCallException}.
 */
class RemoteCallExceptionTests {

	@Test
	void readsTypeMessageAndTrace() {
		RemoteCallException ex = failed(
				"ValueError: too big: 5\nTraceback:\n  File \"x.py\"\nValueError: too big: 5\n");
		assertThat(ex).hasMessage("Function 'add' of worker 'math' failed: ValueError: too big: 5");
		assertThat(ex.worker()).isEqualTo("math");
		assertThat(ex.function()).isEqualTo("add");
		assertThat(ex.remoteType()).isEqualTo("ValueError");
		assertThat(ex.remoteMessage()).isEqualTo("too big: 5");
		assertThat(ex.remoteTrace()).isEqualTo("Traceback:\n  File \"x.py\"\nValueError: too big: 5");
	}

	@Test
	void readsLinesThatEndAsOnWindows() {
		RemoteCallException ex = failed("TypeError: no\r\nat one\r\nat two\r\n");
		assertThat(ex.remoteType()).isEqualTo("TypeError");
		assertThat(ex.remoteMessage()).isEqualTo("no");
		assertThat(ex.remoteTrace()).isEqualTo("at one\r\nat two");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b.Error: x", "std::Error: x", "Outer$Inner: x", "snake_case: x" })
	void readsTypesAsLanguagesWriteThem(String error) {
		assertThat(failed(error).remoteType()).isEqualTo(error.substring(0, error.length() - 3));
		assertThat(failed(error).remoteMessage()).isEqualTo("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Function 'x' not found", "no type here: really", ": x", "http://host: refused", "a:b",
			"two words:" })
	void takesTheWholeLineWhereThereIsNoType(String error) {
		RemoteCallException ex = failed(error);
		assertThat(ex.remoteType()).isNull();
		assertThat(ex.remoteMessage()).isEqualTo(error);
		assertThat(ex.remoteTrace()).isNull();
	}

	@Test
	void readsAnErrorWithoutMessage() {
		// Python's "raise AssertionError()" arrives so.
		RemoteCallException ex = failed("AssertionError: \nTraceback");
		assertThat(ex.remoteType()).isEqualTo("AssertionError");
		assertThat(ex.remoteMessage()).isEmpty();
		assertThat(ex.remoteTrace()).isEqualTo("Traceback");
		assertThat(failed("AssertionError:").remoteType()).isEqualTo("AssertionError");
	}

	@Test
	void keepsAColonAtTheEndOfAMessage() {
		RemoteCallException ex = failed("ValueError: unexpected token:");
		assertThat(ex.remoteType()).isEqualTo("ValueError");
		assertThat(ex.remoteMessage()).isEqualTo("unexpected token:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TypeError: no\n", "TypeError: no  ", "TypeError: no\r\n \r\n" })
	void hasNoTraceWhereNothingFollows(String error) {
		assertThat(failed(error).remoteTrace()).isNull();
		assertThat(failed(error).remoteMessage()).isEqualTo("no");
	}

	@Test
	void takesAnEmptyError() {
		RemoteCallException ex = failed("");
		assertThat(ex.remoteType()).isNull();
		assertThat(ex.remoteMessage()).isEmpty();
		assertThat(ex.remoteTrace()).isNull();
		assertThat(ex).hasMessageContaining("add").hasMessageContaining("math");
	}

	private static RemoteCallException failed(String error) {
		return new RemoteCallException("math", "add", error);
	}

}
