package io.multifrost.internal.serving;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link CallDeadline}.
 */
class CallDeadlineTests {

	@Test
	void isWhatTheMetadataSaysOnTheSameMachine() {
		double now = System.currentTimeMillis() / 1000.0;
		CallDeadline deadline = CallDeadline.of(call(now - 3600, now + 60), true);
		assertThat(seconds(deadline)).isBetween(1, 60);
		assertThat(deadline.instant().toEpochMilli() / 1000.0).isCloseTo(now + 60, within(0.002));
		assertThat(seconds(CallDeadline.of(call(now - 3600, now - 60), true))).isLessThanOrEqualTo(-60);
	}

	@Test
	void countsFromTheArrivalWhereTheClockMayBeAnother() {
		for (int skew : new int[] { -7200, 0, 7200 }) {
			double sent = System.currentTimeMillis() / 1000.0 + skew;
			CallDeadline deadline = CallDeadline.of(call(sent, sent + 60), false);
			assertThat(seconds(deadline)).isBetween(50, 60);
			assertThat(deadline.instant()).isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(61));
		}
	}

	@Test
	void isByTheClockWhereTheCallDoesNotSayWhenItWasSent() {
		double now = System.currentTimeMillis() / 1000.0;
		assertThat(seconds(CallDeadline.of(call(Double.NaN, now + 60), false))).isBetween(50, 60);
	}

	@Test
	void isIgnoredWhereItIsNoTime() {
		List<Object> garbage = Arrays.asList(null, "soon", true, List.of(1), Double.NaN, -1, 0, -0.5, 1e12,
				Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, BigInteger.TWO.pow(64), Long.MAX_VALUE,
				System.currentTimeMillis());
		assertThat(garbage).allSatisfy((value) -> assertThat(CallDeadline.of(call(1.5, value), true)).isNull());
	}

	@Test
	void bearsWhateverTimesThereAre() {
		for (double timestamp : new double[] { -1e300, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1.5 }) {
			for (double time : new double[] { Double.MIN_VALUE, 1, 999_999_999_999.0 }) {
				CallDeadline deadline = CallDeadline.of(call(timestamp, time), false);
				assertThat(deadline.nanosLeft(System.nanoTime())).isLessThanOrEqualTo(Long.MAX_VALUE / 2);
				assertThat(deadline.instant()).isBefore(Instant.now().plus(Duration.ofDays(70_000)));
			}
		}
		assertThat(seconds(CallDeadline.of(call(1.5, 1L), true))).isLessThan(-1_000_000);
	}

	private static int seconds(CallDeadline deadline) {
		return (int) TimeUnit.NANOSECONDS.toSeconds(deadline.nanosLeft(System.nanoTime()));
	}

	private static Call call(double timestamp, Object deadline) {
		return new Call(ProtocolVersion.V3, "id", timestamp, "f", EncodedValue.NIL, "default", null,
				Collections.singletonMap("deadline", deadline));
	}

}
