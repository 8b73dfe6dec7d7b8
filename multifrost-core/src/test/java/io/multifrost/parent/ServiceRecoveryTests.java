package io.multifrost.parent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.RemoteCallException;
import io.multifrost.WorkerUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a {@link ParentWorker} whose service is a process that is killed, ended and
 * started again.
 */
@Timeout(90)
class ServiceRecoveryTests {

	private static final String ID = "program";

	private final List<String> changes = new CopyOnWriteArrayList<>();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@Test
	void findsAServiceThatWasKilledAndStartedAgain() throws Exception {
		Process first = startService();
		ParentWorker parent = this.services.parent(connect());
		assertThat(parent.call("pid", Long.class)).isEqualTo(first.pid());
		int port = this.services.port(ID);
		CompletableFuture<Integer> inFlight = parent.callAsync("work", Integer.class, 1, 60_000);
		kill(first);
		assertThat(inFlight).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(WorkerUnavailableException.class)
			.withMessageContaining("connection was lost");
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> parent.call("pid", Long.class))
			.withMessageContaining("being looked for");
		assertThat(parent.callAsync("pid", Long.class)).isCompletedExceptionally();
		Process second = startService();
		await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(20)).until(() -> pid(parent) > 0);
		assertThat(pid(parent)).isEqualTo(second.pid());
		assertThat(parent.pid()).hasValue(second.pid());
		assertThat(this.services.port(ID)).isNotEqualTo(port);
		await().untilAsserted(() -> assertThat(this.changes).containsExactly("NEW -> STARTING", "STARTING -> RUNNING",
				"RUNNING -> RECOVERING", "RECOVERING -> RUNNING"));
	}

	@Test
	void callsOfTheGapWaitForTheServiceWhereTheyMay() throws Exception {
		Process first = startService();
		ParentWorker parent = this.services.parent(connect().recoveryWait(Duration.ofSeconds(30)));
		kill(first);
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		CompletableFuture<Long> async = parent.callAsync("pid", Long.class);
		CompletableFuture<Long> blocking = CompletableFuture.supplyAsync(() -> parent.call("pid", Long.class));
		assertThat(async).isNotDone();
		Process second = startService();
		assertThat(async).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(second.pid());
		assertThat(blocking).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(second.pid());
	}

	@Test
	void callsOfTheGapWaitNoLongerThanTheyMay() throws Exception {
		Process first = startService();
		ParentWorker parent = this.services.parent(connect().recoveryWait(Duration.ofMillis(300)));
		kill(first);
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		assertThat(parent.callAsync("pid", Long.class)).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(WorkerUnavailableException.class);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> parent.call("pid", Long.class));
		assertThat(parent.state()).isEqualTo(WorkerState.RECOVERING);
	}

	@Test
	void canBeStoppedWhileTheServiceIsLookedFor() throws Exception {
		Process first = startService();
		ParentWorker parent = this.services.parent(connect().recoveryWait(Duration.ofSeconds(30)));
		kill(first);
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		CompletableFuture<Long> waiting = parent.callAsync("pid", Long.class);
		assertThat(CompletableFuture.runAsync(parent::stop)).succeedsWithin(Duration.ofSeconds(2));
		assertThat(parent.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(waiting).failsWithin(Duration.ofSeconds(2));
		Process second = startService();
		assertThat(parent.start().call("pid", Long.class)).isEqualTo(second.pid());
	}

	@Test
	void answersWhatIsInFlightWhenItIsTerminated() throws Exception {
		Process process = startService();
		List<CompletableFuture<Integer>> calls = callsInFlight();
		terminate(process);
		assertThat(calls).allSatisfy((call) -> assertThat(call).isCompleted());
	}

	@Test
	void answersWithAnErrorWhatDoesNotFinishInTimeWhenItIsTerminated() throws Exception {
		Process process = startService(Duration.ofMillis(500));
		List<CompletableFuture<Integer>> calls = callsInFlight();
		terminate(process);
		int answered = 0;
		for (CompletableFuture<Integer> call : calls) {
			if (call.isCompletedExceptionally()) {
				assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join)
					.havingCause()
					.isInstanceOfAny(RemoteCallException.class, WorkerUnavailableException.class)
					.withMessageContaining("stop");
			}
			else {
				answered++;
			}
		}
		assertThat(answered).isBetween(1, 63);
	}

	private List<CompletableFuture<Integer>> callsInFlight() {
		ParentWorker parent = this.services.parent(connect());
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			calls.add(parent.callAsync("work", Integer.class, i, 200));
		}
		assertThat(parent.call("listFunctions", Object.class)).isNotNull();
		return calls;
	}

	/**
	 * Terminate the service, and see that it ends as it should: out of the registry, and
	 * with every call answered one way or the other.
	 */
	private void terminate(Process process) throws InterruptedException {
		process.destroy();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isIn(0, 143);
		assertThat(this.services.registry().file()).content().doesNotContain(ID);
		await().until(() -> this.changes.contains("RUNNING -> RECOVERING"));
	}

	private ParentWorkerBuilder connect() {
		return this.services.connect(ID).listener(new ParentWorkerListener() {

			@Override
			public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
				ServiceRecoveryTests.this.changes.add(from + " -> " + to);
			}

		});
	}

	private Process startService() throws IOException {
		return startService(Duration.ofSeconds(15));
	}

	private Process startService(Duration drainTimeout) throws IOException {
		Process process = ServiceProgram.start(ID, this.services.directory(), drainTimeout);
		this.services.kill(process);
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(() -> isRegistered(process));
		return process;
	}

	private boolean isRegistered(Process process) {
		return this.services.registry().find(ID).filter((entry) -> entry.pid() == process.pid()).isPresent();
	}

	private static void kill(Process process) throws InterruptedException {
		process.destroyForcibly().waitFor();
	}

	private static long pid(ParentWorker parent) {
		try {
			Long pid = parent.call("pid", Long.class);
			return (pid != null) ? pid : 0;
		}
		catch (WorkerUnavailableException ex) {
			return 0; // not back yet
		}
	}

}
