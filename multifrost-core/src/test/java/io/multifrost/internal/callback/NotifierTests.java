package io.multifrost.internal.callback;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import io.multifrost.internal.SharedExecutors;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Notifier}.
 */
class NotifierTests {

	private final List<String> told = Collections.synchronizedList(new ArrayList<>());

	private final List<Runnable> tasks = new ArrayList<>();

	private final ParentWorkerListener listener = new ParentWorkerListener() {

		@Override
		public void onStateChange(String worker, WorkerState from, WorkerState to, Throwable cause) {
			NotifierTests.this.told.add(worker + " " + to);
		}

		@Override
		public void onStdout(String worker, String line) {
			NotifierTests.this.told.add("out " + line);
		}

		@Override
		public void onStderr(String worker, String line) {
			NotifierTests.this.told.add("err " + line);
		}

	};

	@Test
	void withoutListenersNoThreadIsWokenForWhatHappens() {
		Notifier notifier = new Notifier("math", List.of(new OutputLog(true, true)), this.tasks::add);
		notifier.tell((listener) -> {
			throw new AssertionError("nobody is to be told");
		});
		assertThat(this.tasks).isEmpty();
		notifier.line(false, "a line");
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void whatIsLoggedIsReadWhereItIsToldAndComesLineByLine() {
		Notifier notifier = new Notifier("math", List.of(this.listener), this.tasks::add);
		notifier.line(true, "\u001e{\"level\":20,\"logger\":\"a\",\"message\":\"one\\ntwo\"}");
		notifier.line(true, "\u001e{\"level\":45,\"logger\":\"a\",\"message\":\"m\",\"trace\":\"t\"}");
		notifier.line(true, "\u001enull");
		notifier.line(true, "\u001e{\"type\":\"Feature\"}");
		notifier.line(false, "\u001e{}");
		this.tasks.forEach(Runnable::run);
		assertThat(this.told).containsExactly("out INFO a: one", "out two", "err ERROR a: m", "err t", "err \u001enull",
				"err \u001e{\"type\":\"Feature\"}", "out \u001e{}");
	}

	@Test
	void tellsInOrderWithOneTaskAtATime() {
		Notifier notifier = new Notifier("math", List.of(this.listener), this.tasks::add);
		notifier.tell((listener) -> listener.onStateChange("math", WorkerState.NEW, WorkerState.STARTING, null));
		notifier.line(false, "a");
		notifier.line(true, "b");
		assertThat(this.tasks).hasSize(1);
		assertThat(this.told).isEmpty();
		this.tasks.get(0).run();
		assertThat(this.told).containsExactly("math STARTING", "out a", "err b");
		notifier.line(false, "c");
		assertThat(this.tasks).hasSize(2);
	}

	@Test
	void goesOnWhenAListenerFails() {
		ParentWorkerListener failing = new ParentWorkerListener() {
			@Override
			public void onStdout(String worker, String line) {
				throw new IllegalStateException("on purpose");
			}
		};
		Notifier notifier = new Notifier("math", List.of(failing, this.listener), Runnable::run);
		notifier.line(false, "a");
		assertThat(this.told).containsExactly("out a");
	}

	@Test
	void losesLinesRatherThanMemoryAndNeverAStateChange() {
		Notifier notifier = new Notifier("math", List.of(this.listener), this.tasks::add);
		String line = "x".repeat(8 * 1024);
		for (int i = 0; i < 12_800; i++) {
			notifier.line(false, line);
		}
		notifier.tell((listener) -> listener.onStateChange("math", WorkerState.RUNNING, WorkerState.FAILED, null));
		this.tasks.get(0).run();
		long waited = this.told.stream().mapToLong(String::length).sum();
		assertThat(waited).isBetween(1L << 20, 4L << 20).isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 16);
		assertThat(this.told).endsWith("math FAILED");
		notifier.line(false, "after");
		this.tasks.get(1).run();
		assertThat(this.told).endsWith("out after");
	}

	@Test
	void manyWorkersHaveNoMoreMemoryForTheirLinesThanOne() {
		String line = "x".repeat(8 * 1024);
		for (int worker = 0; worker < 10; worker++) {
			Notifier notifier = new Notifier("math", List.of(this.listener), this.tasks::add);
			for (int i = 0; i < 12_800; i++) {
				notifier.line(false, line);
			}
		}
		this.tasks.forEach(Runnable::run);
		assertThat(this.told.stream().mapToLong(String::length).sum()).isLessThanOrEqualTo((4L << 20) + 100_000);
	}

	@Test
	void tellsElsewhereWhenTheExecutorRefuses() {
		Notifier notifier = new Notifier("math", List.of(this.listener), SharedExecutors.shielded((task) -> {
			throw new RejectedExecutionException("full");
		}));
		notifier.line(false, "a");
		await().until(() -> this.told.contains("out a"));
	}

}
