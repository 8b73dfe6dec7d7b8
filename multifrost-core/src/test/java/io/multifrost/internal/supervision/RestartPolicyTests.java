package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.multifrost.parent.RestartPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RestartPolicy} and {@link RestartHistory}, in which no time passes.
 */
class RestartPolicyTests {

	private long now = Long.MAX_VALUE - 1000; // nanoTime may overflow

	private double chance;

	private RestartHistory history = history(RestartPolicy.DEFAULTS);

	private RestartHistory history(RestartPolicy policy) {
		return new RestartHistory(policy, () -> this.now, () -> this.chance);
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	@Test
	void doublesTheTimeBeforeEachAttemptAndGivesUpAfterTheLast() {
		List<Duration> delays = new ArrayList<>();
		Duration next = this.history.next();
		while (next != null) {
			delays.add(next);
			next = this.history.next();
		}
		assertThat(delays).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400),
				Duration.ofMillis(800), Duration.ofMillis(1600));
		assertThat(this.history.attempts()).isEqualTo(5);
	}

	@Test
	void neverWaitsLongerThanTheMaximum() {
		RestartPolicy policy = new RestartPolicy(2000, Duration.ofHours(1), Duration.ofMillis(100),
				Duration.ofSeconds(10), 0, Duration.ZERO);
		assertThat(policy.backoff(6, 0)).isEqualTo(Duration.ofMillis(6400));
		assertThat(policy.backoff(7, 0)).isEqualTo(Duration.ofSeconds(10));
		assertThat(policy.backoff(1999, 0)).isEqualTo(Duration.ofSeconds(10));
		assertThat(policy.backoff(2000, 0)).isNull();
	}

	@Test
	void takesTheJitterOffTheTime() {
		assertThat(RestartPolicy.DEFAULTS.backoff(0, 0.5)).isEqualTo(Duration.ofMillis(90));
		this.chance = 0.999999;
		assertThat(this.history.next()).isBetween(Duration.ofMillis(80), Duration.ofMillis(81));
	}

	@Test
	void countsTheAttemptsWithinTheWindowAlone() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.history.next()).isNotNull();
			pass(Duration.ofSeconds(16));
		}
		assertThat(this.history.attempts()).isLessThanOrEqualTo(5);
	}

	@Test
	void forgivesAfterAStableUptime() {
		for (int i = 0; i < 5; i++) {
			this.history.next();
		}
		this.history.lost(Duration.ofSeconds(29));
		assertThat(this.history.next()).isNull();
		this.history.lost(Duration.ofSeconds(30));
		assertThat(this.history.next()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void looksForAServiceWithoutEndAtASteadyPace() {
		this.history = history(RestartHistory.RECONNECT);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.history.next()).isEqualTo(Duration.ofMillis(100));
		}
		assertThat(this.history.attempts()).isZero();
	}

	@Test
	void bearsDurationsBeyondAllNanoseconds() {
		Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
		this.history = history(new RestartPolicy(2, huge, huge, huge, 0, huge));
		assertThat(this.history.next()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
		assertThat(this.history.next()).isNotNull();
		assertThat(this.history.next()).isNull();
	}

	@Test
	void waitsLongerEachTimeThoughNeverGivingUp() {
		this.history = history(new RestartPolicy(Integer.MAX_VALUE, Duration.ofMinutes(1), Duration.ofMillis(100),
				Duration.ofSeconds(10), 0, Duration.ofMinutes(1)));
		assertThat(this.history.next()).isEqualTo(Duration.ofMillis(100));
		assertThat(this.history.next()).isEqualTo(Duration.ofMillis(200));
	}

	@Test
	void refusesValuesThatMakeNoSense() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(0, second, second, second, 0, second))
			.withMessageContaining("maxAttempts");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RestartPolicy(1, Duration.ZERO, second, second, 0, second))
			.withMessageContaining("window");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RestartPolicy(1, second, second, Duration.ofMillis(999), 0, second))
			.withMessageContaining("maxBackoff");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(1, second, second, second, 1.1, second))
			.withMessageContaining("jitter");
	}

}
