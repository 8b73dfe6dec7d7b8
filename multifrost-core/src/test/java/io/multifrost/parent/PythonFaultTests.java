package io.multifrost.parent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.multifrost.RemoteCallException;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the Python worker in one file bears from its functions, its peers and its
 * surroundings.
 */
@RequiresPython
@Timeout(120)
class PythonFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "unprintable, Unprintable", "leave, SystemExit", "interrupt, KeyboardInterrupt", "endless, ValueError",
			"unencodable, TypeError", "lines, ValueError" })
	void answersWhateverIsRaised(String function, String type) {
		try (ParentWorker worker = worker().start()) {
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call(function, Object.class))
				.satisfies((ex) -> {
					assertThat(ex.remoteType()).isEqualTo(type);
					assertThat(ex.getMessage()).hasSizeLessThan(100_000);
				});
			assertThat(worker.call("count", Long.class)).isZero();
		}
	}

	@Test
	void refusesKeysThatAreOneToOtherLanguages() {
		try (ParentWorker worker = worker().start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("same_keys", Object.class))
				.withMessageContaining("1 and '1'");
		}
	}

	@Test
	void aProcessThatAFunctionForksIsFreeOfTheWorker() {
		try (ParentWorker worker = worker().start()) {
			assertThat(worker.call("terminated_process", Integer.class)).isEqualTo(-15);
			assertThat(worker.call("terminated_pool", String.class)).isEqualTo("timed out");
			assertThat(worker.call("sockets_of_child", Integer.class)).isZero();
			assertThat(worker.call("count", Long.class)).isZero();
		}
	}

	@Test
	void aFunctionCannotReadTheParentsInput() {
		try (ParentWorker worker = worker().start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("read_line", String.class))
				.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("EOFError"));
		}
	}

	@Test
	void whatFunctionsStartDoesNotInheritTheSecret() {
		try (ParentWorker worker = worker().environment("MULTIFROST_SECRET", "secret").start()) {
			assertThat(worker.call("variable", String.class, "MULTIFROST_SECRET")).isNull();
		}
	}

	@Test
	void doesNotBeginCallsWhoseDeadlineHasPassed() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1));
		try (ParentWorker worker = worker().environment("THREADS", "1").start()) {
			List<CompletableFuture<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				calls.add(worker.callAsync(options, "slow", Void.class, 0.1));
			}
			await().atMost(TIMEOUT).until(() -> calls.stream().allMatch(CompletableFuture::isDone));
			assertThat(worker.call("count", Long.class)).isLessThan(50);
		}
	}

	@Test
	void dropsCallsThatWereCancelledBeforeTheyBegan() throws Exception {
		Path released = this.directory.resolve("released");
		try (ParentWorker worker = worker().environment("THREADS", "1").start()) {
			CompletableFuture<Void> held = worker.callAsync("hold", Void.class, released.toString());
			for (int i = 0; i < 20; i++) {
				worker.callAsync("slow", Void.class, 0.1).cancel(false);
			}
			// Answered by the thread that has read the others before
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Void.class));
			Files.createFile(released);
			assertThat(held).succeedsWithin(TIMEOUT);
			assertThat(worker.call("count", Long.class)).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "INT", "HUP", "TERM" })
	void goesOnForItsParentAfterASignalToTheGroup(String signal) throws Exception {
		LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
		Path released = this.directory.resolve("released");
		try (ParentWorker worker = worker().listener(exits(codes)).start()) {
			CompletableFuture<Void> held = worker.callAsync("hold", Void.class, released.toString());
			signal(worker, signal);
			assertThat(worker.call("count", Long.class)).isZero();
			assertThat(worker.call("count", Long.class)).isZero();
			Files.createFile(released);
			assertThat(held).succeedsWithin(TIMEOUT);
		}
		assertThat(codes.poll(20, TimeUnit.SECONDS)).isZero();
	}

	@Test
	void endsWhenTheTimeAfterSigtermIsOver() throws Exception {
		LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
		try (ParentWorker worker = worker().environment("DRAIN_SECONDS", "0.5").listener(exits(codes)).start()) {
			CompletableFuture<Void> held = worker.callAsync("hold", Void.class, this.directory + "/never");
			signal(worker, "TERM");
			assertThat(codes.poll(20, TimeUnit.SECONDS)).isZero();
			assertThat(held).failsWithin(TIMEOUT);
		}
	}

	@Test
	void aServiceObeysNoShutdownOfAPeer() throws Exception {
		Process service = service(this.directory);
		FileServiceRegistry registry = FileServiceRegistry.inDirectory(this.directory);
		try (ParentWorker worker = worker().start()) {
			int port = registry.await("faults", TIMEOUT).port();
			assertThat(worker.call("answers_after_shutdown", String.class, port)).isEqualTo("heartbeat");
			service.destroy();
			assertThat(service.waitFor()).isZero();
			assertThat(registry.find("faults")).isEmpty();
		}
		finally {
			service.destroyForcibly();
		}
	}

	@Test
	void aServiceRefusesARegistryToWhichOthersMayWrite() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwx---"));
		Process service = service(this.directory);
		try {
			assertThat(new String(service.getErrorStream().readAllBytes())).contains("chmod 700 " + this.directory);
			assertThat(service.waitFor()).isNotZero();
		}
		finally {
			service.destroyForcibly();
		}
	}

	@Test
	void aServiceMakesItsRegistryForItsUserAlone() throws Exception {
		ProcessBuilder builder = serviceBuilder();
		builder.environment().remove("MULTIFROST_HOME");
		builder.environment().put("HOME", this.directory.toString());
		Process service = builder.start();
		try {
			Path home = this.directory.resolve(".multifrost");
			FileServiceRegistry.inDirectory(home).await("faults", TIMEOUT);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home))).isEqualTo("rwx------");
		}
		finally {
			service.destroyForcibly();
		}
	}

	private static Process service(Path registry) throws Exception {
		ProcessBuilder builder = serviceBuilder();
		builder.environment().put("MULTIFROST_HOME", registry.toString());
		return builder.start();
	}

	private static ProcessBuilder serviceBuilder() {
		ProcessBuilder builder = new ProcessBuilder(Python.executable().toString(), script(), "--service-id", "faults");
		builder.environment().remove("COMLINK_ZMQ_PORT");
		return builder;
	}

	private static ParentWorkerListener exits(LinkedBlockingQueue<Integer> codes) {
		return new ParentWorkerListener() {

			@Override
			public void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
				codes.add(exitCode);
			}

		};
	}

	private static void signal(ParentWorker worker, String signal) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(worker.pid().getAsLong())).start();
		assertThat(kill.waitFor()).isZero();
	}

	private static ParentWorkerBuilder worker() {
		return ParentWorker.spawn(script()).executable(Python.executable().toString()).callTimeout(TIMEOUT);
	}

	private static String script() {
		return Python.peer("fault_worker.py").toString();
	}

}
