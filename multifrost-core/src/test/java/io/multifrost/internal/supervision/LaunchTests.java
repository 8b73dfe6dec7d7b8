package io.multifrost.internal.supervision;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.multifrost.internal.Threads;

import static org.assertj.core.api.Assertions.assertThat;

class LaunchTests {

	private final Launch launch = new Launch();

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void whatWasCancelledBeforeIsNotLaunched() {
		this.launch.cancel();
		assertThat(this.launch.<String>run(() -> {
			throw new AssertionError("launched");
		})).isNull();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void itsInterruptEndsWithTheLaunch() {
		assertThat(this.launch.run(this::isInterruptedAfterCancel)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptOfSomebodyElseStays() {
		Thread.currentThread().interrupt();
		assertThat(this.launch.run(this::isInterruptedAfterCancel)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void whatIsOverIsNotInterrupted() {
		assertThat(this.launch.run(() -> "launched")).isEqualTo("launched");
		this.launch.cancel();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	private boolean isInterruptedAfterCancel() {
		CountDownLatch cancelled = new CountDownLatch(1);
		Threads.start("cancels", () -> {
			this.launch.cancel();
			cancelled.countDown();
		});
		while (cancelled.getCount() > 0) {
			Thread.onSpinWait();
		}
		return Thread.currentThread().isInterrupted();
	}

}
