package io.multifrost.parent;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.multifrost.MultifrostFunction;
import io.multifrost.child.CallContext;
import io.multifrost.child.ChildWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the time limits of methods of clients.
 */
class MethodTimeoutTests {

	private static ParentWorker worker;

	@BeforeAll
	static void startWorker() {
		worker = InProcess.spawn(new Functions()).callTimeout(Duration.ofHours(8)).start();
	}

	@AfterAll
	static void stopWorker() {
		worker.stop();
	}

	@Test
	void theNearestLimitCounts() {
		assertThat(worker.as(Client.class).hours()).isEqualTo(8);
		Client client = worker.as(Client.class, CallOptions.DEFAULTS.withTimeout(Duration.ofHours(6)));
		assertThat(client.hours()).isEqualTo(6);
		assertThat(client.limited(CallOptions.DEFAULTS)).isEqualTo(4);
		assertThat(client.limited(CallOptions.DEFAULTS.withTimeout(Duration.ofHours(2)))).isEqualTo(2);
	}

	@Test
	void zeroTakesALimitAway() {
		assertThat(worker.as(Client.class).unlimited()).isEqualTo(-1);
	}

	@Test
	void whatIsNoTimeIsRefusedWithTheMethod() {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(Wrong.class))
			.withMessageStartingWith("Method hours of client " + Wrong.class.getName()
					+ " has a timeout that cannot be used: 'soon' is no time");
	}

	@Test
	void aFunctionThatIsServedHasNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChildWorker.serving(new Served()))
			.withMessage("Function 'hours' of " + Served.class.getName()
					+ " has a timeout, which callers set: give it to the method of a client");
	}

	interface Client {

		int hours();

		@MultifrostFunction(value = "hours", timeout = "4h")
		int limited(CallOptions options);

		@MultifrostFunction(value = "hours", timeout = "0")
		int unlimited();

	}

	interface Wrong {

		@MultifrostFunction(timeout = "soon")
		int hours();

	}

	static class Functions {

		public int hours(CallContext context) {
			Instant deadline = context.deadline();
			return (deadline != null) ? (int) Duration.between(Instant.now(), deadline).plusMinutes(30).toHours() : -1;
		}

	}

	static class Served {

		@MultifrostFunction(timeout = "2s")
		public int hours() {
			return 0;
		}

	}

}
