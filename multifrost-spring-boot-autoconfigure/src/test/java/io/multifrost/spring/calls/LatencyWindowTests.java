package io.multifrost.spring.calls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LatencyWindow}.
 */
class LatencyWindowTests {

	private final AtomicLong clock = new AtomicLong();

	private final LatencyWindow window = new LatencyWindow(this.clock::get);

	@Test
	void isEmptyBeforeTheFirstCall() {
		assertThat(this.window.describe()).isNull();
	}

	@Test
	void describesWhatWasRecorded() {
		for (int i = 1; i <= 100; i++) {
			this.window.record(Duration.ofMillis(i).toNanos());
		}
		LatencyDescriptor latency = this.window.describe();
		assertThat(latency.count()).isEqualTo(100);
		assertThat(latency.minimum()).isCloseTo(1, within(0.02));
		assertThat(latency.average()).isCloseTo(50.5, within(1.0));
		assertThat(latency.p50()).isCloseTo(50, within(1.0));
		assertThat(latency.p95()).isCloseTo(95, within(1.5));
		assertThat(latency.p99()).isCloseTo(99, within(1.5));
		assertThat(latency.maximum()).isCloseTo(100, within(1.5));
	}

	@Test
	void forgetsWhatIsOlderThanAMinuteThoughNobodyLooks() {
		this.window.record(Duration.ofMillis(500).toNanos());
		this.clock.addAndGet(Duration.ofSeconds(55).toNanos());
		this.window.record(Duration.ofMillis(1).toNanos());
		assertThat(this.window.describe().count()).isEqualTo(2);
		this.clock.addAndGet(Duration.ofSeconds(20).toNanos());
		assertThat(this.window.describe().count()).isEqualTo(1);
		this.clock.addAndGet(Duration.ofSeconds(120).toNanos());
		assertThat(this.window.describe()).isNull();
	}

}
