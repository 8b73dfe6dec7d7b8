package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimerQueue}.
 */
class TimerQueueTests {

	private final TimerQueue timers = new TimerQueue();

	private final List<String> run = new ArrayList<>();

	@Test
	void sleepsWithoutEndWhereThereIsNoTimer() {
		assertThat(this.timers.nanosUntilNext(5)).isEqualTo(-1);
	}

	@Test
	void runsWhatIsDueInTheOrderOfTime() {
		add(30, "third");
		add(10, "first");
		add(20, "second");
		runDue(20);
		assertThat(this.run).containsExactly("first", "second");
		assertThat(this.timers.nanosUntilNext(20)).isEqualTo(10);
	}

	@Test
	void doesNotWaitForWhatIsCancelled() {
		IoTimer cancelled = add(10, "cancelled");
		add(20, "second");
		cancelled.cancel();
		assertThat(this.timers.nanosUntilNext(0)).isEqualTo(20);
		runDue(20);
		assertThat(this.run).containsExactly("second");
	}

	@Test
	void saysThatATimerOfThePastIsDue() {
		add(10, "past");
		assertThat(this.timers.nanosUntilNext(50)).isZero();
	}

	@Test
	void comparesTimesAcrossTheOverflowOfTheClock() {
		add(Long.MAX_VALUE - 5, "before");
		add(Long.MIN_VALUE + 5, "after");
		runDue(Long.MAX_VALUE);
		assertThat(this.run).containsExactly("before");
		assertThat(this.timers.nanosUntilNext(Long.MAX_VALUE)).isEqualTo(6);
	}

	@Test
	void timesThatMayBeLateFallTogether() {
		Duration delay = Duration.ofNanos(100);
		Duration slack = Duration.ofNanos(50);
		assertThat(List.of(TimerQueue.due(1, delay, slack), TimerQueue.due(30, delay, slack),
				TimerQueue.due(50, delay, slack)))
			.containsOnly(150L);
		assertThat(TimerQueue.due(51, delay, slack)).isEqualTo(200);
		assertThat(TimerQueue.due(-20, delay, slack)).isEqualTo(100);
		assertThat(TimerQueue.due(1, delay, Duration.ZERO)).isEqualTo(101);
		long late = Long.MAX_VALUE - 10;
		assertThat(TimerQueue.due(late, delay, slack) - (late + 100)).isBetween(0L, 49L);
	}

	private void runDue(long now) {
		IoTimer timer = this.timers.pollDue(now);
		while (timer != null) {
			timer.task().run();
			timer = this.timers.pollDue(now);
		}
	}

	private IoTimer add(long due, String name) {
		IoTimer timer = new IoTimer(due, () -> this.run.add(name));
		this.timers.add(timer);
		return timer;
	}

}
