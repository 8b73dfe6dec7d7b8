package io.multifrost.spring.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.multifrost.RemoteCallException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.example.MathWorkerProgram.MathFunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link MultifrostTestWorker} without Spring.
 */
class MultifrostTestWorkerTests {

	private MultifrostTestWorker worker = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class)));

	@AfterEach
	void stop() {
		this.worker.close();
	}

	@Test
	void servesLambdaExpressions() {
		try (ParentWorker parent = connect()) {
			assertThat(parent.call("add", Long.class, 10, 20)).isEqualTo(30);
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> parent.call("add", Long.class, "one"))
				.withMessageContaining("argument 1");
		}
	}

	@Test
	void servesAnObject() {
		this.worker = MultifrostTestWorker.of("math", new MathFunctions());
		try (ParentWorker parent = connect()) {
			assertThat(parent.call("divide", Double.class, 1, 4)).isEqualTo(0.25);
		}
	}

	@Test
	void servesAMock() {
		MathFunctions functions = mock();
		given(functions.find("Ada")).willThrow(new IllegalStateException("nobody is found"));
		this.worker = MultifrostTestWorker.of("math", MathFunctions.class, functions);
		try (ParentWorker parent = connect()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> parent.call("find", String.class, "Ada"))
				.withMessageContaining("nobody is found");
		}
		verify(functions).find("Ada");
	}

	@Test
	void startsOnceAndAnewAfterItsEnd() {
		String endpoint = this.worker.getEndpoint();
		assertThat(this.worker.getEndpoint()).isEqualTo(endpoint).startsWith("tcp://127.0.0.1:");
		this.worker.close();
		this.worker.close();
		try (ParentWorker parent = connect()) {
			assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void refusesWhatCannotBeServedWhereItIsMade() {
		assertThatIllegalArgumentException().isThrownBy(() -> MultifrostTestWorker.of("math", Map.of()))
			.withMessageContaining("at least one");
		assertThatIllegalArgumentException().isThrownBy(() -> MultifrostTestWorker.of("math", new Nothing()))
			.withMessageContaining("no function");
		assertThatIllegalArgumentException().isThrownBy(() -> MultifrostTestWorker.of(" ", List.of()))
			.withMessageContaining("must not be blank");
	}

	private ParentWorker connect() {
		return ParentWorker.connectTo(this.worker.getEndpoint()).start();
	}

	static class Nothing {

	}

}
