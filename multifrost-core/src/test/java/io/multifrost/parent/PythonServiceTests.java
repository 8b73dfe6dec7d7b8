package io.multifrost.parent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ProtocolVersion;
import io.multifrost.RemoteCallException;
import io.multifrost.child.CallContext;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for services and parents written in Python, which share the registry with those
 * written in Java and know nothing of this library.
 */
@RequiresPython
@Timeout(90)
class PythonServiceTests {

	@RegisterExtension
	private final TestServices services = new TestServices();

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void aPythonParentCallsAJavaService(ProtocolVersion protocol) throws IOException {
		this.services.serve("math", new Functions(), (worker) -> worker.forwardOutput(true));
		JsonNode answers = ask("math", protocol, """
				[{"function": "add", "args": [1099511627776, 2]},
				 {"function": "name", "args": [], "client_name": "python", "metadata": {"correlation_id": "c-1"}},
				 {"function": "nope", "args": []},
				 {"function": "list_functions", "args": []}]
				""");
		assertThat(answers.get(0).path("metadata").path("hb_response").asBoolean()).isTrue();
		assertThat(answers.get(0).path("metadata").path("hb_timestamp").asDouble()).isEqualTo(1.5);
		assertThat(answers.get(1).path("result").asLong()).isEqualTo(1_099_511_627_778L);
		assertThat(answers.get(2).path("result").asString()).isEqualTo("python c-1");
		assertThat(answers.get(2).path("before").path(0).path("type").asString()).isEqualTo("stdout");
		assertThat(answers.get(2).path("before").path(0).path("output").asString()).isEqualTo("named");
		assertThat(answers.get(3).path("error").asString()).contains("Function 'nope' not found");
		assertThat(answers.get(4).path("result").toString()).isEqualTo("[\"add\",\"left\",\"name\"]");
	}

	@ParameterizedTest
	@ValueSource(ints = { -3600, 3600 })
	void aCallOfAHostWhoseClockIsWrongHasTheTimeThatItWasGiven(int skew) throws IOException {
		this.services.serve("math", new Functions(), (worker) -> worker.bindAddress("0.0.0.0"));
		double sent = System.currentTimeMillis() / 1000.0 + skew;
		String call = "{\"function\": \"left\", \"timestamp\": %f, \"metadata\": {\"deadline\": %f}}";
		JsonNode answers = ask("math", ProtocolVersion.V3,
				String.format(Locale.ROOT, "[" + call + "," + call + "]", sent, sent + 60, sent, sent - 1));
		assertThat(answers.get(1).path("result").asLong()).isBetween(40L, 60L);
		assertThat(answers.get(2).path("error").asString()).startsWith("DeadlineExceeded");
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void aJavaParentCallsAPythonService(ProtocolVersion protocol) throws Exception {
		Process python = service(protocol);
		List<String> output = new CopyOnWriteArrayList<>();
		ParentWorker parent = this.services
			.parent(this.services.connect("py").protocol(protocol).clientName("java").onStdout(output::add));
		assertThat(parent.pid()).hasValue(python.pid());
		assertThat(parent.call("add", Long.class, 1L << 40, 2)).isEqualTo((1L << 40) + 2);
		assertThat(parent.call("echo", Object.class, Map.of("list", List.of(1, 2.5, "three"))))
			.isEqualTo(Map.of("list", List.of(1L, 2.5, "three")));
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> parent.call("add", Long.class, 1))
			.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("TypeError"));
		await().until(() -> output.contains("for java"));
		python.destroy();
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		assertThat(python.waitFor()).isZero();
		assertThat(this.services.registry().find("py")).isEmpty();
	}

	@Test
	void findsAPythonServiceAgainAndIsPatientWithOneThatIsBusy() throws Exception {
		Process first = service(ProtocolVersion.V3);
		ParentWorker parent = this.services.parent(this.services.connect("py")
			.recoveryWait(Duration.ofSeconds(30))
			.heartbeat(new HeartbeatSettings(Duration.ofMillis(100), Duration.ofMillis(100), 2)));
		assertThat(parent.call("sleep", Double.class, 1.2)).isEqualTo(1.2);
		assertThat(parent.call("pid", Long.class)).isEqualTo(first.pid());
		first.destroyForcibly().waitFor();
		await().until(() -> parent.state() == WorkerState.RECOVERING);
		Process second = service(ProtocolVersion.V3);
		assertThat(parent.call("pid", Long.class)).isEqualTo(second.pid());
	}

	private Process service(ProtocolVersion protocol) throws IOException {
		Process process = python("service_worker.py", "py", number(protocol));
		assertThat(process.inputReader().readLine()).isEqualTo("registered");
		return process;
	}

	private JsonNode ask(String id, ProtocolVersion protocol, String calls) throws IOException {
		Process process = python("service_parent.py", id, number(protocol));
		process.getOutputStream().write(calls.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		return JsonMapper.shared().readTree(process.getInputStream());
	}

	private Process python(String script, String id, String protocol) throws IOException {
		Process process = new ProcessBuilder(Python.executable().toString(), Python.peer(script).toString(), id,
				this.services.directory().toString(), protocol)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.services.kill(process);
		return process;
	}

	private static String number(ProtocolVersion protocol) {
		return (protocol == ProtocolVersion.V4) ? "4" : "3";
	}

	/** What Python calls. */
	public static class Functions {

		public long add(long a, long b) {
			return a + b;
		}

		public long left(CallContext context) {
			return Duration.between(Instant.now(), Objects.requireNonNull(context.deadline())).toSeconds();
		}

		public String name(CallContext context) {
			System.out.println("named");
			return context.clientName() + " " + context.correlationId();
		}

	}

}
