package io.multifrost.child;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link ChildWorkerBuilder}.
 */
class ChildWorkerBuilderTests {

	private final ChildWorkerBuilder builder = ChildWorker.serving(new First());

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536, 70000 })
	void refusesWhatIsNoPort(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.port(port))
			.withMessageContaining("port")
			.withMessageContaining("" + port);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0 })
	void refusesNumbersOfNoUse(int number) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.concurrency(number))
			.withMessage("concurrency must be at least 1, but is " + number);
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.queueCapacity(number))
			.withMessage("queueCapacity must be at least 1, but is " + number);
	}

	@Test
	void refusesATimeBeforeNow() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.drainTimeout(Duration.ofMillis(-1)))
			.withMessageContaining("drainTimeout");
		assertThat(this.builder.drainTimeout(Duration.ZERO)).isSameAs(this.builder);
	}

	@Test
	void refusesToServeInNoNamespace() {
		assertThatNullPointerException().isThrownBy(() -> this.builder.namespace(null)).withMessage("namespace");
	}

	@Test
	void servesTheFunctionsOfSeveralObjects() {
		try (RawParent parent = new RawParent()) {
			parent.start(new First(), (settings) -> settings.and(new Second()));
			assertThat(parent.ask("one")).containsEntry("result", 1L);
			assertThat(parent.ask("two")).containsEntry("result", 2L);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.and(new First()))
			.withMessageContaining("'one'");
	}

	public static class First {

		public int one() {
			return 1;
		}

	}

	public static class Second {

		public int two() {
			return 2;
		}

	}

}
