package io.multifrost.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.support.Leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * How a worker starts and ends.
 */
@Timeout(60)
class ChildWorkerCloseTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final RawParent parent = new RawParent();

	private final Waiting functions = new Waiting();

	@AfterEach
	void stop() {
		this.functions.pass.release(1000);
		this.parent.close();
	}

	/**
	 * One that came back would keep a worker that does not end at once.
	 */
	@Test
	void afterASignalTheEndOfTheConnectionIsTheEndOfTheParent() {
		CountDownLatch over = new CountDownLatch(1);
		RawParent back = null;
		awaitLikeTheHandlerOfTheJvm(over);
		try {
			ChildWorker worker = start((builder) -> builder.drainTimeout(Duration.ofHours(1)));
			int port = this.parent.port();
			Thread closing = new Thread(worker::close);
			closing.start();
			await().atMost(LONG).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
			this.parent.die();
			back = new RawParent(port);
			await().atMost(LONG).until(() -> !closing.isAlive());
		}
		finally {
			over.countDown();
			if (back != null) {
				back.close();
			}
		}
	}

	@Test
	void letsWhatRunsAndWaitsFinishAndRefusesWhatComesLater() {
		ChildWorker worker = start((builder) -> builder.concurrency(1).drainTimeout(LONG));
		String running = this.parent.call("hold", 1);
		String waiting = this.parent.call("add", 1, 2);
		this.functions.awaitEntered();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(worker::close);
		await().untilAsserted(
				() -> assertThat(this.parent.ask("list_functions")).containsEntry("error", "Worker is stopping"));
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("error", "Worker is stopping");
		assertThat(this.parent.answerTo(this.parent.send(this.parent.message("heartbeat")))).containsEntry("type",
				"heartbeat");
		assertThat(closed).isNotDone();
		this.functions.pass.release();
		assertThat(this.parent.answerTo(running)).containsEntry("result", 1L);
		assertThat(this.parent.answerTo(waiting)).containsEntry("result", 3L);
		assertThat(closed).succeedsWithin(LONG);
	}

	@Test
	void interruptsNoFunctionWhereThatIsNotAllowed() {
		ChildWorker worker = start((builder) -> builder.drainTimeout(Duration.ofMillis(50)));
		String running = this.parent.call("hold", 1);
		this.functions.awaitEntered();
		worker.close();
		assertThat(this.parent.answerTo(running)).containsEntry("type", "error");
		this.functions.pass.release();
		await().untilTrue(this.functions.passed);
		assertThat(this.functions.interrupted).isFalse();
	}

	@Test
	void answersWhatDoesNotFinishInTimeAndInterruptsIt() {
		ChildWorker worker = start(
				(builder) -> builder.concurrency(1).interruptFunctions(true).drainTimeout(Duration.ofMillis(50)));
		String running = this.parent.call("hold", 1);
		String waiting = this.parent.call("add", 1, 2);
		this.functions.awaitEntered();
		worker.close();
		String error = "Worker is stopping: the function did not finish within 50 ms";
		assertThat(this.parent.answerTo(running)).containsEntry("type", "error").containsEntry("error", error);
		// Which has not been run, and may be sent elsewhere.
		assertThat(this.parent.answerTo(waiting)).containsEntry("type", "error")
			.containsEntry("error", "Worker is stopping")
			.containsEntry("metadata", Map.of("stopping", true));
		await().untilTrue(this.functions.interrupted);
		assertThat(this.parent.rest()).isEmpty();
	}

	@Test
	void waitsForStagesToo() {
		ChildWorker worker = start((builder) -> builder.drainTimeout(LONG));
		String later = this.parent.call("later");
		this.functions.awaitEntered();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(worker::close);
		await().untilAsserted(() -> assertThat(this.parent.ask("add", 1, 2)).containsEntry("type", "error"));
		this.functions.stage.complete("done");
		assertThat(this.parent.answerTo(later)).containsEntry("result", "done");
		assertThat(closed).succeedsWithin(LONG);
	}

	@Test
	void takesAnyTimeToDrain() {
		ChildWorker worker = start((builder) -> builder.drainTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
		String running = this.parent.call("hold", 1);
		this.functions.awaitEntered();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(worker::close);
		await().untilAsserted(() -> assertThat(this.parent.ask("add", 1, 2)).containsEntry("type", "error"));
		this.functions.pass.release();
		assertThat(this.parent.answerTo(running)).containsEntry("result", 1L);
		assertThat(closed).succeedsWithin(LONG);
	}

	@Test
	void endsSoonerWhereTheThreadThatClosesItIsInterrupted() throws InterruptedException {
		ChildWorker worker = start((builder) -> builder.drainTimeout(LONG));
		String running = this.parent.call("hold", 1);
		this.functions.awaitEntered();
		AtomicBoolean kept = new AtomicBoolean();
		Thread closing = new Thread(() -> {
			worker.close();
			kept.set(Thread.currentThread().isInterrupted());
		});
		closing.start();
		closing.interrupt();
		closing.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(closing.isAlive()).isFalse();
		assertThat(kept).isTrue();
		assertThat(this.parent.answerTo(running)).containsEntry("type", "error");
	}

	@Test
	void endsOnceForAllWhoCloseIt() throws InterruptedException {
		ChildWorker worker = start((builder) -> builder.drainTimeout(LONG));
		String running = this.parent.call("hold", 1);
		this.functions.awaitEntered();
		CountDownLatch ended = new CountDownLatch(8);
		for (int i = 0; i < 8; i++) {
			new Thread(() -> {
				worker.close();
				ended.countDown();
			}).start();
		}
		await().untilAsserted(() -> assertThat(this.parent.ask("add", 1, 2)).containsEntry("type", "error"));
		assertThat(ended.getCount()).isEqualTo(8);
		this.functions.pass.release();
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		worker.close();
		assertThat(worker.stopRequested()).isDone();
		assertThat(this.parent.answerTo(running)).containsEntry("result", 1L);
		assertThat(this.parent.rest()).isEmpty();
	}

	@Test
	void hasNothingToEndBeforeItIsStarted() {
		Leaks leaks = Leaks.before();
		ChildWorker worker = ChildWorker.serving(this.functions).port(this.parent.port()).build();
		worker.close();
		worker.close();
		leaks.assertNone();
		assertThat(worker.stopRequested()).isNotDone();
	}

	@Test
	void startsOnce() {
		ChildWorker worker = start(UnaryOperator.identity());
		assertThatIllegalStateException().isThrownBy(worker::start).withMessageContaining("started before");
		assertThatIllegalStateException().isThrownBy(worker::run).withMessageContaining("started before");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		worker.close();
		assertThatIllegalStateException().isThrownBy(worker::start);
	}

	@Test
	void leavesNothingBehindWhereNoParentStartedIt() {
		Leaks leaks = Leaks.before();
		ChildWorker worker = ChildWorker.serving(this.functions).build();
		assertThatIllegalStateException().isThrownBy(worker::start).withMessageContaining("COMLINK_ZMQ_PORT");
		assertThatIllegalStateException().isThrownBy(worker::run).withMessageContaining("COMLINK_ZMQ_PORT");
		worker.close();
		leaks.assertNone();
	}

	@Test
	void leavesNothingBehind() {
		Leaks leaks = Leaks.before();
		for (int i = 0; i < 20; i++) {
			try (RawParent other = new RawParent()) {
				other.start(new Waiting());
				assertThat(other.ask("add", 1, 2)).containsEntry("result", 3L);
			}
		}
		leaks.assertNone();
	}

	@Test
	void endsWithoutHarmToOthersInItsProcess() {
		start(UnaryOperator.identity());
		for (int i = 0; i < 3; i++) {
			try (RawParent other = new RawParent()) {
				ChildWorker second = other.start(new Waiting());
				second.close();
				second.close();
			}
		}
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
	}

	@Test
	void isAskedToStopByAMessage() {
		ChildWorker worker = start(UnaryOperator.identity());
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		assertThat(worker.stopRequested()).isNotDone();
		this.parent.send(this.parent.message("shutdown"));
		assertThat(worker.stopRequested()).succeedsWithin(LONG);
	}

	@Test
	void runsUntilItIsAskedToStopAndFinishesWhatCameBefore() throws InterruptedException {
		ChildWorker worker = ChildWorker.serving(this.functions).port(this.parent.port()).concurrency(1).build();
		Thread main = new Thread(worker::run);
		main.start();
		List<String> calls = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			calls.add(this.parent.call("hold", i));
		}
		this.parent.send(this.parent.message("shutdown"));
		this.functions.pass.release(10);
		for (int i = 0; i < 10; i++) {
			assertThat(this.parent.answerTo(calls.get(i))).containsEntry("result", (long) i);
		}
		main.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(main.isAlive()).isFalse();
	}

	@Test
	void othersCannotCompleteWhatTellsThatItShouldStop() {
		ChildWorker worker = start(UnaryOperator.identity());
		worker.stopRequested().complete(null);
		assertThat(worker.stopRequested()).isNotDone();
	}

	@Test
	void stopsWhereItsParentHasGoneForGood() {
		ChildWorker worker = start(UnaryOperator.identity());
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		long gone = System.nanoTime();
		this.parent.die();
		assertThat(worker.stopRequested()).succeedsWithin(LONG);
		assertThat(Duration.ofNanos(System.nanoTime() - gone)).isBetween(Duration.ofMillis(1900),
				Duration.ofSeconds(10));
	}

	@Test
	void goesOnWhereItsParentComesBackInTime() {
		ChildWorker worker = start(UnaryOperator.identity());
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		int port = this.parent.port();
		this.parent.die();
		long back = System.nanoTime();
		try (RawParent again = new RawParent(port)) {
			assertThat(again.ask("add", 3, 4)).containsEntry("result", 7L);
			// Longer than the time after which it would have given its parent up.
			await().atMost(LONG)
				.until(() -> System.nanoTime() - back > TimeUnit.MILLISECONDS.toNanos(2500)
						|| worker.stopRequested().isDone());
			assertThat(worker.stopRequested()).isNotDone();
			assertThat(again.ask("add", 5, 6)).containsEntry("result", 11L);
		}
	}

	private static void awaitLikeTheHandlerOfTheJvm(CountDownLatch over) {
		new Thread(() -> {
			try {
				over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "SIGTERM handler").start();
	}

	private ChildWorker start(UnaryOperator<ChildWorkerBuilder> settings) {
		return this.parent.start(this.functions, settings);
	}

	/**
	 * Functions that take their time.
	 */
	public static class Waiting {

		private final Semaphore entered = new Semaphore(0);

		private final Semaphore pass = new Semaphore(0);

		private final AtomicBoolean interrupted = new AtomicBoolean();

		private final AtomicBoolean passed = new AtomicBoolean();

		private final CompletableFuture<String> stage = new CompletableFuture<>();

		void awaitEntered() {
			await().until(this.entered::tryAcquire);
		}

		public long add(long a, long b) {
			return a + b;
		}

		public long hold(long value) throws InterruptedException {
			this.entered.release();
			try {
				this.pass.acquire();
			}
			catch (InterruptedException ex) {
				this.interrupted.set(true);
				throw ex;
			}
			this.passed.set(true);
			return value;
		}

		public CompletableFuture<String> later() {
			this.entered.release();
			return this.stage;
		}

	}

}
