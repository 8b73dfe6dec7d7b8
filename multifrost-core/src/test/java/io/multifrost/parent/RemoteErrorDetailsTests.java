package io.multifrost.parent;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.multifrost.RemoteCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a caller learns of an exception that a function threw.
 */
class RemoteErrorDetailsTests {

	private static ParentWorker worker;

	@BeforeAll
	static void startWorker() {
		worker = InProcess.spawn(new Functions()).start();
	}

	@AfterAll
	static void stopWorker() {
		worker.stop();
	}

	@Test
	void aMessageOfManyLinesArrivesWhole() {
		String message = "3 problems:\nprice is missing\n\n  amount: \ud83d\ude00 is no number";
		RemoteCallException ex = failure("fail", message);
		assertThat(ex.remoteType()).isEqualTo("IllegalArgumentException");
		assertThat(ex.remoteMessage()).isEqualTo(message);
		assertThat(ex.remoteTrace()).startsWith("java.lang.IllegalArgumentException: " + message + "\n\tat ");
		assertThat(ex)
			.hasMessage("Function 'fail' of worker 'in-process' failed: IllegalArgumentException: " + message);
		assertThat(failure("fail", (Object) null).remoteMessage()).isEmpty();
		assertThat(failure("failByHalf").remoteMessage()).isEqualTo("half ? of a pair");
	}

	@Test
	void aMessageOf20MegabytesIsShortened() {
		RemoteCallException ex = failure("failAtLength", 20_000_000);
		assertThat(ex.remoteMessage()).hasSizeLessThan(66_000).endsWith("xxx... (19934464 more characters)");
		assertThat(ex.remoteTrace()).hasSizeLessThan(66_000).endsWith(" more characters)");
	}

	@Test
	void anExceptionThatFailsToDescribeItselfIsAnswered() {
		RemoteCallException ex = failure("failMutely");
		assertThat(ex.remoteType()).isEqualTo("Mute");
		assertThat(ex.remoteMessage()).isEqualTo("its message failed: java.io.IOException");
		assertThat(ex.remoteTrace()).isEqualTo("no trace: java.io.IOException");
	}

	@Test
	void aWorkerThatSendsNoPartsIsUnderstoodByItsText() {
		RemoteCallException ex = failure("missing");
		assertThat(ex.remoteType()).isNull();
		assertThat(ex.remoteMessage()).isEqualTo("Function 'missing' not found");
		assertThat(ex.remoteTrace()).isNull();
	}

	private static RemoteCallException failure(String function, Object... arguments) {
		return catchThrowableOfType(RemoteCallException.class, () -> worker.call(function, Void.class, arguments));
	}

	public static class Functions {

		public void fail(String message) {
			throw new IllegalArgumentException(message);
		}

		public void failByHalf() {
			throw new IllegalArgumentException("half \ud83d of a pair");
		}

		public void failAtLength(int length) {
			throw new IllegalArgumentException("x".repeat(length));
		}

		public void failMutely() {
			throw new Mute();
		}

	}

	private static final class Mute extends RuntimeException {

		@Override
		public String getMessage() {
			throw Mute.<RuntimeException>sneaky(new IOException("no words"));
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
			throw (T) thrown;
		}

	}

}
