package io.multifrost.spring.spawned;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

import io.multifrost.RemoteCallException;
import io.multifrost.WorkerStartException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.namespaces.TwoNamespacesApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for Spring applications that a parent has started as its workers.
 */
class SpawnedApplicationTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final List<String> output = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void allWorkerBeansAreServedThroughTheirProxies(boolean classProxies) {
		try (ParentWorker worker = spawn(SpawnedApplication.class)
			.arguments("--test.class-proxies=" + classProxies, "--spring.aop.proxy-target-class=" + classProxies,
					"--spring.aop.auto=false")
			.start()) {
			assertThat(worker.call("greet", String.class, " Ada ")).isEqualTo("Hello Ada");
			assertThat(worker.call("deposit", Long.class, 5)).isEqualTo(5);
			assertThat(worker.call("balance", String.class, "x")).isEqualTo("advised balance of x");
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("deposit", Long.class, -5))
				.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("ConstraintViolationException"));
		}
	}

	@Test
	void aStopFinishesWhatRunsAndClosesTheApplication() {
		ParentWorker worker = spawn(SpawnedApplication.class).stopTimeout(LONG).start();
		ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow();
		CompletableFuture<String> running = worker.callAsync("slowly", String.class, 700);
		await().atMost(LONG).until(() -> this.output.contains("slowly"));
		worker.stop();
		assertThat(running).isCompletedWithValue("done");
		assertThat(process.isAlive()).isFalse();
		await().untilAsserted(() -> assertThat(this.output).contains("context closed"));
	}

	@Test
	void anApplicationThatGetsSigtermAnswersItsParentUntilThatStopsIt() throws Exception {
		try (ParentWorker worker = spawn(SpawnedApplication.class)
			.arguments("--logging.level.io.multifrost.internal=info")
			.stopTimeout(LONG)
			.start()) {
			ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow();
			process.destroy();
			await().atMost(LONG)
				.until(() -> this.output.stream()
					.anyMatch((line) -> line.contains("until the parent asks for the end")));
			assertThat(worker.call("greet", String.class, " Ada ")).isEqualTo("Hello Ada");
			worker.stop();
			assertThat(process.isAlive()).isFalse();
			await().untilAsserted(() -> assertThat(this.output).contains("context closed"));
		}
	}

	@Test
	void theApplicationEndsWhenItsParentHasDied() throws IOException {
		Process parent = new ProcessBuilder(WorkerCommand.java(ParentProgram.class.getName()).arguments())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		ProcessHandle worker;
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
			String line = reader.lines().filter((text) -> text.startsWith("worker ")).findFirst().orElseThrow();
			worker = ProcessHandle.of(Long.parseLong(line.substring("worker ".length()))).orElseThrow();
		}
		finally {
			parent.destroyForcibly();
		}
		assertThat(worker.onExit()).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void beansOfSeveralNamespacesAreServedToTheOneParent() {
		try (ParentWorker worker = spawn(TwoNamespacesApplication.class).start()) {
			CallOptions options = CallOptions.DEFAULTS.withTimeout(LONG);
			assertThat(worker.call(options.withNamespace("one"), "one", Integer.class)).isOne();
			assertThat(worker.call(options.withNamespace("two"), "two", Integer.class)).isEqualTo(2);
		}
	}

	@Test
	void beansAreServedInTheNamespaceThatTheyName() {
		try (ParentWorker worker = spawn(TwoNamespacesApplication.class).arguments("--second-namespace=one").start()) {
			CallOptions one = CallOptions.DEFAULTS.withNamespace("one").withTimeout(LONG);
			assertThat(worker.call(one, "one", Integer.class)).isOne();
			assertThat(worker.call(one, "two", Integer.class)).isEqualTo(2);
		}
	}

	@Test
	void anApplicationThatWouldStartItselfAgainIsRefused() {
		String main = SpawnedApplication.class.getName();
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> spawn(SpawnedApplication.class).environment("MULTIFROST_SPAWN_CHAIN", main)
				.arguments("--multifrost.parents.again.main-class=" + main)
				.start())
			.withMessageContaining("would start itself again and again");
	}

	@Test
	void anApplicationThatHasNothingToServeDoesNotStart() {
		// Of which nothing is to be printed behind the reason: garbage is collected at
		// any time.
		String quiet = "--management.prometheus.metrics.export.enabled=false";
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> spawn(IdleApplication.class).arguments(quiet).start())
			.withMessageContaining("has no @MultifrostWorker bean to serve")
			.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(1));
	}

	private ParentWorkerBuilder spawn(Class<?> application) {
		return ParentWorker.spawn(WorkerCommand.java(application.getName(), "-XX:TieredStopAtLevel=1"))
			.environment("SPRING_DOCKER_COMPOSE_ENABLED", "false")
			.startTimeout(LONG)
			.onStdout(this.output::add);
	}

	@EnableAutoConfiguration
	static class IdleApplication {

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(IdleApplication.class).web(WebApplicationType.NONE).run(arguments);
		}

	}

}
