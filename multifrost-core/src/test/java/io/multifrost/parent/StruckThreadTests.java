package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.Threads;
import io.multifrost.internal.jeromq.DeadLoop;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a parent does where something throws an {@link Error} or blocks: its I/O thread,
 * its listeners, and the executor that they run on.
 */
@Timeout(60)
class StruckThreadTests {

	private static final RestartPolicy QUICK = new RestartPolicy(2, Duration.ofMinutes(1), Duration.ofMillis(10),
			Duration.ofMillis(20), 0, Duration.ofMinutes(1));

	@Test
	void theEndOfTheIoThreadEndsItsCallsAndTheWorkerComesBackOnAnother() throws Exception {
		try (ParentWorker worker = JavaTestWorker.spawn().restartPolicy(QUICK).start()) {
			CompletableFuture<Void> future = worker.callAsync("hang", Void.class);
			CompletableFuture<Void> blocking = CompletableFuture.runAsync(() -> worker.call("hang", Void.class),
					(task) -> Threads.start("blocked-caller", task));
			await().until(() -> worker.inFlight() == 2);
			DeadLoop.strike();
			for (CompletableFuture<Void> call : List.of(future, blocking)) {
				assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
					.hasCauseInstanceOf(WorkerUnavailableException.class)
					.hasMessageContaining("I/O thread has ended");
			}
			await().until(() -> worker.snapshot().restarts() == 1);
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(worker.snapshot().restarts()).isEqualTo(1);
			worker.stop();
			assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		}
	}

	@Test
	void theEndOfTheIoThreadFailsAWorkerThatIsNotToComeBack() throws Exception {
		try (ParentWorker worker = JavaTestWorker.spawn().start()) {
			CompletableFuture<Void> call = worker.callAsync("hang", Void.class);
			await().until(() -> worker.inFlight() == 1);
			long pid = worker.pid().orElseThrow();
			DeadLoop.strike();
			assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).hasMessageContaining("I/O thread has ended");
			await().until(() -> worker.state() == WorkerState.FAILED);
			await().until(() -> ProcessHandle.of(pid).isEmpty());
			worker.start();
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void nothingOfAnIoThreadThatHasEndedIsLeft() {
		try (ParentWorker worker = JavaTestWorker.spawn().restartPolicy(QUICK).start()) {
			List<Thread> before = ioThreads();
			DeadLoop.strike();
			await().untilAsserted(() -> assertThat(before).noneMatch(Thread::isAlive));
			await().until(() -> worker.snapshot().restarts() == 1);
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	private static List<Thread> ioThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("multifrost-io") || thread.getName().startsWith("reaper"))
			.toList();
	}

	@Test
	void aListenerThatThrowsAnErrorIsToldOfTheNextEventAllTheSame() {
		List<String> told = new CopyOnWriteArrayList<>();
		ParentWorkerListener listener = new ParentWorkerListener() {

			@Override
			public void onStdout(String worker, String line) {
				told.add(line);
				throw new AssertionError("thrown by a listener");
			}

			@Override
			public void onStateChange(String worker, WorkerState from, WorkerState to, Throwable cause) {
				told.add(to.name());
				throw new StackOverflowError("thrown by a listener");
			}

		};
		try (ParentWorker worker = JavaTestWorker.spawn().listener(listener).start()) {
			worker.call("print", Void.class, 5);
			await().untilAsserted(() -> assertThat(told).contains("STARTING", "RUNNING", "out 0", "out 4"));
		}
		await().untilAsserted(() -> assertThat(told).contains("STOPPING", "STOPPED"));
	}

	@Test
	void anAppenderThatBlocksOrThrowsHoldsUpNoWorker() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				blocked.countDown();
				try {
					free.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				throw new StackOverflowError("thrown by an appender");
			}

		};
		Logger logger = (Logger) LoggerFactory.getLogger("io.multifrost.internal");
		appender.setContext(logger.getLoggerContext());
		appender.start();
		try (ParentWorker lost = JavaTestWorker.spawn().name("lost").restartPolicy(QUICK).start();
				ParentWorker other = JavaTestWorker.spawn().name("other").start()) {
			logger.addAppender(appender);
			ProcessHandle.of(lost.pid().orElseThrow()).orElseThrow().destroyForcibly();
			assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(other.call("add", Long.class, 1, 2)).isEqualTo(3);
			await().until(() -> lost.snapshot().restarts() == 1);
			assertThat(lost.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
		finally {
			logger.detachAppender(appender);
			free.countDown();
		}
	}

	@Test
	void anInspectorThatThrowsAnErrorIsShownTheNextMessage() {
		List<String> shown = new CopyOnWriteArrayList<>();
		try (ParentWorker worker = JavaTestWorker.spawn().messageInspector((event) -> {
			shown.add(event.type());
			throw new LinkageError("thrown by an inspector");
		}).start()) {
			worker.call("add", Long.class, 1, 2);
			worker.call("add", Long.class, 1, 2);
			await().untilAsserted(() -> assertThat(shown).containsSubsequence("call", "response", "call", "response"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "throws an error", "runs at once" })
	void comesBackWhateverTheCallbackExecutorDoes(String behaviour) throws Exception {
		Executor executor = behaviour.startsWith("runs") ? Runnable::run : (task) -> {
			throw new AssertionError("thrown by an executor");
		};
		ParentWorkerListener failing = new ParentWorkerListener() {

			@Override
			public void onStateChange(String worker, WorkerState from, WorkerState to, Throwable cause) {
				throw new AssertionError("thrown by a listener");
			}

		};
		try (ParentWorker worker = JavaTestWorker.spawn()
			.restartPolicy(QUICK)
			.whileRestarting(WhileRestarting.WAIT)
			.callbackExecutor(executor)
			.listener(failing)
			.start()) {
			ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow().destroyForcibly();
			await().until(() -> worker.snapshot().restarts() == 1);
			assertThat(worker.callAsync("add", Long.class, 1, 2).get(20, TimeUnit.SECONDS)).isEqualTo(3);
		}
	}

	@Test
	void noCodeOfUsersRunsOnTheIoThreadThoughTheExecutorRunsTasksAtOnce() throws Exception {
		try (ParentWorker worker = JavaTestWorker.spawn().callbackExecutor(Runnable::run).start()) {
			CompletableFuture<String> nested = worker.callAsync("add", Long.class, 1, 2).thenApply((sum) -> {
				assertThat(worker.call("add", Long.class, sum, 1)).isEqualTo(4);
				return Thread.currentThread().getName();
			});
			assertThat(nested.get(20, TimeUnit.SECONDS)).doesNotContain("multifrost-io");
		}
	}

	@Test
	void callersThatOvertakeTheLastCallOfAProcessHaveItReplaced() throws Exception {
		try (ParentWorker worker = JavaTestWorker.spawn().recycling(new Recycling(1, Duration.ZERO)).start()) {
			List<CompletableFuture<Void>> callers = new CopyOnWriteArrayList<>();
			for (int i = 0; i < 16; i++) {
				callers.add(CompletableFuture.runAsync(() -> {
					while (worker.snapshot().restarts() < 3) {
						assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
					}
				}, (task) -> Threads.start("caller", task)));
			}
			for (CompletableFuture<Void> caller : callers) {
				caller.get(50, TimeUnit.SECONDS);
			}
			assertThat(worker.snapshot().restarts()).isGreaterThanOrEqualTo(3);
		}
	}

}
