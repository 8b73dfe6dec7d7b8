package io.multifrost.spring.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.circuitbreaker.CircuitBreakerTransition;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the events in the log, and for the page that documents them.
 */
class WorkerEventTests {

	private static final WorkerInstance INSTANCE = new WorkerInstance("math", 1, 4711L, "tcp://127.0.0.1:5555");

	private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.LOGGER);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final WorkerEventListener listener = new WorkerEventListener(new EventLog());

	@BeforeEach
	void attach() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(Level.TRACE);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void detach() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
	}

	@Test
	void eachEventHasItsNameAndFields() {
		everything();
		assertThat(this.appender.list.stream().map(this::name).collect(Collectors.toSet()))
			.isEqualTo(Arrays.stream(EventName.values())
				.map(EventName::toString)
				.filter((name) -> !name.startsWith("request_"))
				.collect(Collectors.toSet()));
		ILoggingEvent exit = event("process_exit");
		assertThat(pairs(exit)).containsEntry("worker", "math")
			.containsEntry("pid", 4711L)
			.containsEntry("exit_code", 137)
			.containsEntry("uptime_ms", 5000L);
		assertThat(exit.getLevel()).isEqualTo(Level.WARN);
		assertThat(pairs(event("worker_restart"))).containsEntry("attempt", 2)
			.containsEntry("delay_ms", 100L)
			.containsEntry("error", "Worker 'math' is unavailable: it was lost");
		assertThat(event("worker_restart").getFormattedMessage()).contains("it was lost; attempt 2");
		assertThat(event("worker_start").getFormattedMessage()).matches(".*running, \\d+ ms after its start");
	}

	@Test
	void aStartALossAndARecoveryAreEachSaidOnce() {
		Logger library = (Logger) LoggerFactory.getLogger("io.multifrost.internal");
		library.addAppender(this.appender);
		library.setLevel(Level.INFO);
		this.logger.setLevel(Level.INFO);
		try (ParentWorker worker = MathWorkerProgramParent.start((builder) -> builder.listener(this.listener)
			.restartPolicy(RestartPolicy.DEFAULTS)
			.stopTimeout(Duration.ofSeconds(30)))) {
			ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow().destroyForcibly();
			await().until(() -> worker.snapshot().restarts() == 1);
		}
		finally {
			library.detachAppender(this.appender);
			library.setLevel(null);
		}
		await().untilAsserted(
				() -> assertThat(this.appender.list.stream().map(this::name)).containsSubsequence("worker_stop"));
		assertThat(this.appender.list.stream().map(this::name)).containsExactlyInAnyOrder("process_spawn",
				"worker_start", "process_exit", "worker_restart", "process_spawn", "socket_reconnect", "worker_start",
				"process_exit", "worker_stop");
	}

	@Test
	void aStartThatFailsIsSaidOnceThoughTheWorkerIsStoppedThen() {
		this.listener.onStateChange("math", WorkerState.STARTING, WorkerState.FAILED,
				new WorkerUnavailableException("math", "it has not started"));
		this.listener.onStateChange("math", WorkerState.FAILED, WorkerState.STOPPED, null);
		this.listener.onStateChange("never-started", WorkerState.NEW, WorkerState.STOPPED, null);
		assertThat(this.appender.list).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("The worker has failed"));
	}

	/**
	 * ECS, for example, has objects called event and error.
	 */
	@Test
	void noKeyIsOneThatAFormatOfLogsHasItself() {
		everything();
		try (ParentWorker worker = ParentWorker.connectTo("tcp://127.0.0.1:1").interceptor(new RequestLog()).build()) {
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> worker.call("add", Long.class, 1, 2));
		}
		assertThat(this.appender.list).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.getKeyValuePairs()).extracting((pair) -> pair.key)
				.allMatch((key) -> key.startsWith("multifrost.")));
	}

	@Test
	void aHealthySystemIsQuiet() {
		this.logger.setLevel(Level.INFO);
		this.listener.onHeartbeatSent(INSTANCE);
		this.listener.onHeartbeat(INSTANCE, Duration.ofMillis(1));
		this.listener.onConnect(INSTANCE);
		assertThat(this.appender.list).isEmpty();
	}

	/**
	 * Without heartbeats: workers of other tests may send some, while contexts are
	 * cached.
	 */
	private List<String> requests() {
		return this.appender.list.stream().map(this::name).filter((name) -> name.startsWith("request_")).toList();
	}

	@Test
	void callsAreEvents() {
		try (ParentWorker worker = ParentWorker.connectTo("tcp://127.0.0.1:1")
			.name("math")
			.interceptor(new RequestLog())
			.build()) {
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> worker.call("add", Long.class, 1, 2));
		}
		assertThat(requests()).containsExactly("request_start", "request_error");
		assertThat(pairs(event("request_error"))).containsEntry("function", "add")
			.containsEntry("error", "WorkerUnavailableException")
			.containsKey("duration_ms");
	}

	@Test
	void aCallThatEndsIsAnEvent() {
		try (ParentWorker worker = MathWorkerProgramParent.start((builder) -> builder.interceptor(new RequestLog()))) {
			worker.call("add", Long.class, 1, 2);
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call("sleep", Void.class, 20_000));
		}
		assertThat(requests()).containsExactly("request_start", "request_end", "request_start", "request_timeout");
		assertThat(event("request_timeout").getLevel()).isEqualTo(Level.WARN);
	}

	@Test
	void thePageNamesEachEventAndItsLevel() throws IOException {
		String page = Files.readString(Path.of("../docs/logging.md"));
		List<String> documented = Pattern.compile("^\\| `([a-z_]+)` \\| ([A-Z]+)", Pattern.MULTILINE)
			.matcher(page)
			.results()
			.map((MatchResult row) -> row.group(1) + " " + row.group(2))
			.toList();
		assertThat(documented).containsExactlyElementsOf(
				Arrays.stream(EventName.values()).map((name) -> name + " " + name.level()).toList());
	}

	private void everything() {
		this.listener.onStateChange("math", WorkerState.NEW, WorkerState.STARTING, null);
		this.listener.onStateChange("math", WorkerState.STARTING, WorkerState.RUNNING, null);
		this.listener.onStateChange("math", WorkerState.RUNNING, WorkerState.FAILED,
				new WorkerUnavailableException("math", "it was lost"));
		this.listener.onProcessStart(INSTANCE);
		this.listener.onProcessExit(INSTANCE, 137, Duration.ofSeconds(5));
		this.listener.onConnect(INSTANCE);
		this.listener.onDisconnect(INSTANCE);
		this.listener.onConnect(INSTANCE);
		this.listener.onRestart(INSTANCE, 2, Duration.ofMillis(100),
				new WorkerUnavailableException("math", "it was lost"));
		this.listener.onHeartbeatSent(INSTANCE);
		this.listener.onHeartbeat(INSTANCE, Duration.ofMillis(1));
		this.listener.onHeartbeatMissed(INSTANCE, 2);
		this.listener.onUnresponsive(INSTANCE);
		this.listener.onTransition(new CircuitBreakerTransition("math", "CLOSED", "OPEN"));
		this.listener.onTransition(new CircuitBreakerTransition("math", "OPEN", "HALF_OPEN"));
		this.listener.onTransition(new CircuitBreakerTransition("math", "HALF_OPEN", "CLOSED"));
	}

	private ILoggingEvent event(String name) {
		return this.appender.list.stream().filter((event) -> name.equals(name(event))).findFirst().orElseThrow();
	}

	private String name(ILoggingEvent event) {
		return String.valueOf(pairs(event).get("event"));
	}

	private static Map<String, Object> pairs(ILoggingEvent event) {
		if (event.getKeyValuePairs() == null) {
			return Map.of("event", event.getFormattedMessage());
		}
		return event.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((KeyValuePair pair) -> pair.key.replaceFirst("^multifrost\\.", ""),
					(KeyValuePair pair) -> pair.value));
	}

	/**
	 * A worker in a process of its own.
	 */
	private static final class MathWorkerProgramParent {

		static ParentWorker start(Consumer<ParentWorkerBuilder> settings) {
			ParentWorkerBuilder builder = ParentWorker
				.spawn(io.multifrost.process.WorkerCommand.of(
						Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), MathWorkerProgram.class.getName()))
				.name("math")
				.callTimeout(Duration.ofMillis(500))
				.stopTimeout(Duration.ofMillis(200));
			settings.accept(builder);
			return builder.start();
		}

	}

}
