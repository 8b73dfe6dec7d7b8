package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * SIGTERM to a worker in Java while its parent, which may have got it as well, still has
 * calls to make.
 */
@Timeout(120)
class JavaWorkerSignalTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();

	@Test
	void answersWhatItsParentSendsUntilThatAsksForTheEnd() throws Exception {
		try (ParentWorker worker = worker().start()) {
			CompletableFuture<Void> ending = worker.callAsync("awaitEnd", Void.class);
			CompletableFuture<String> running = worker.callAsync("slowly", String.class, "done", 500);
			terminate(worker);
			assertThat(ending).succeedsWithin(TIMEOUT);
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(running).succeedsWithin(TIMEOUT).isEqualTo("done");
			assertThat(worker.call("add", Long.class, 2, 3)).isEqualTo(5);
			assertThat(this.codes).isEmpty();
		}
		assertThat(this.codes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(128 + 15);
	}

	@Test
	void endsWhenItsDrainTimeIsOver() throws Exception {
		try (ParentWorker worker = worker().start()) {
			CompletableFuture<Void> hanging = worker.callAsync("hang", Void.class);
			terminate(worker);
			assertThatExceptionOfType(Exception.class).isThrownBy(hanging::join);
			assertThat(this.codes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(128 + 15);
		}
	}

	private ParentWorkerBuilder worker() {
		return JavaTestWorker.spawn().callTimeout(TIMEOUT).listener(new ParentWorkerListener() {

			@Override
			public void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
				JavaWorkerSignalTests.this.codes.add(exitCode);
			}

		});
	}

	private static void terminate(ParentWorker worker) throws Exception {
		Process kill = new ProcessBuilder("kill", "-TERM", String.valueOf(worker.pid().getAsLong())).start();
		assertThat(kill.waitFor()).isZero();
	}

}
