package io.multifrost.internal.jeromq.curve;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandshakePace}.
 */
class HandshakePaceTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final HandshakePace pace = new HandshakePace(this.now::get);

	@Test
	void aHostMayBeginSomeAtOnceAndMoreInTime() {
		assertThat(begun("a", 100)).isEqualTo(10);
		pass(Duration.ofMillis(199));
		assertThat(begun("a", 100)).isZero();
		pass(Duration.ofMillis(1));
		assertThat(begun("a", 100)).isEqualTo(1);
		pass(Duration.ofHours(1));
		assertThat(begun("a", 100)).isEqualTo(10);
	}

	@Test
	void whatEndsWellCountsForNothing() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.pace.begin("a")).isTrue();
			this.pace.succeeded("a");
		}
	}

	@Test
	void aHostDoesNotSufferForAnother() {
		begun("a", 100);
		assertThat(begun("b", 100)).isEqualTo(10);
	}

	@Test
	void aHostWithManyAddressesIsOne() {
		int begun = 0;
		for (int i = 0; i < 100; i++) {
			begun += begun("2001:db8:0:1:0:0:0:" + i + ":", 1);
		}
		assertThat(begun).isEqualTo(10);
		this.pace.succeeded("2001:db8:0:1:0:0:0:7:");
		assertThat(begun("2001:db8:0:1:8:0:0:7:", 100)).isEqualTo(1);
		assertThat(begun("2001:db8:0:2:0:0:0:7:", 100)).isEqualTo(10);
	}

	@Test
	void hostsWithoutNumberShareAnAllowance() {
		int begun = 0;
		for (int i = 0; i < 5000; i++) {
			begun += begun("host " + i, 1);
		}
		assertThat(begun).isEqualTo(1010);
		pass(Duration.ofHours(1));
		assertThat(begun("host 4999", 100)).isEqualTo(10);
	}

	private int begun(String host, int times) {
		int begun = 0;
		for (int i = 0; i < times; i++) {
			begun += this.pace.begin(host) ? 1 : 0;
		}
		return begun;
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

}
