package io.multifrost.internal.supervision;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.Threads;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TestSettings;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LaunchTests {

	private static final WorkerCommand COMMAND = WorkerCommand.of("worker");

	private boolean interrupted;

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void whatWasCancelledBeforeIsNotLaunched() {
		Launch launch = launch((command, output) -> {
			throw new AssertionError("launched");
		});
		launch.cancel();
		assertStopped(launch);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void itsInterruptEndsWithTheLaunch() {
		assertStopped(cancelledMeanwhile());
		assertThat(this.interrupted).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptOfSomebodyElseStays() {
		Thread.currentThread().interrupt();
		assertStopped(cancelledMeanwhile());
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void whatFailsByItselfSaysWhyAndWhatIsOverIsNotInterrupted() {
		Launch launch = launch((command, output) -> {
			throw failed();
		});
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(() -> launch.run(COMMAND, (error, line) -> {
		})).withMessageContaining("no such thing");
		launch.cancel();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	private Launch cancelledMeanwhile() {
		Launch[] launch = new Launch[1];
		launch[0] = launch((command, output) -> {
			CountDownLatch cancelled = new CountDownLatch(1);
			Threads.start("cancels", () -> {
				launch[0].cancel();
				cancelled.countDown();
			});
			while (cancelled.getCount() > 0) {
				Thread.onSpinWait();
			}
			this.interrupted = Thread.currentThread().isInterrupted();
			throw failed();
		});
		return launch[0];
	}

	private static Launch launch(WorkerLauncher launcher) {
		return new Launch(launcher, new StartFailures(TestSettings.of(ParentWorker.spawn("worker")), COMMAND));
	}

	private static void assertStopped(Launch launch) {
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(() -> launch.run(COMMAND, (error, line) -> {
		})).satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.STOPPED));
	}

	private static WorkerStartException failed() {
		return new WorkerStartException(Reason.OTHER, "no such thing", List.of(), null, "", null);
	}

}
