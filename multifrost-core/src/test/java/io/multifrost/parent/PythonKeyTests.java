package io.multifrost.parent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.MultifrostFunction;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.security.CurveKeyPair;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Java and Python (pyzmq) that know each other by keys.
 */
@RequiresPython
@Timeout(90)
class PythonKeyTests {

	private static final CurveKeyPair SERVICE = CurveKeyPair.generate();

	private static final CurveKeyPair CALLER = CurveKeyPair.generate();

	private static final String PASSWORD = "correct horse battery staple";

	@RegisterExtension
	private final TestServices services = new TestServices();

	@BeforeEach
	void setUp() throws IOException {
		Files.writeString(this.services.directory().resolve("words.py"), "def echo(text):\n    return text\n");
	}

	@Test
	void aParentInJavaCallsAServiceInPythonAndNobodyReadsAlong() throws IOException {
		python(SERVICE, Map.of("MULTIFROST_CURVE_ALLOWED_CLIENTS", CALLER.publicKey()), "serve", "words",
				"--service-id", "words");
		await().until(() -> this.services.registry().find("words").isPresent());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("words"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo("tcp://127.0.0.1:" + proxy.port())
				.keys(CALLER)
				.serverKey(SERVICE.publicKey()));
			assertThat(parent.call("echo", String.class, PASSWORD)).isEqualTo(PASSWORD);
			assertThat(proxy.seen()).contains("CURVE").doesNotContain(PASSWORD, "echo");
		}
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.services.parent(this.services.connect("words").keys(CurveKeyPair.generate())))
			.withMessageContaining("does not allow the key of this parent");
	}

	@Test
	void aCallerInPythonCallsAServiceInJava() throws Exception {
		this.services.serve("echo", new Echo(), (builder) -> builder.keys(SERVICE, List.of(CALLER.publicKey())));
		assertThat(output(python(CALLER, Map.of(), "call", "echo", "echo", PASSWORD))).contains(PASSWORD);
		assertThat(output(python(CurveKeyPair.generate(), Map.of(), "call", "echo", "echo", PASSWORD)))
			.contains("does not allow the key of this caller");
	}

	@Test
	void whoeverReadsAlongReadsAllWithoutKeys() throws IOException {
		this.services.serve("echo", new Echo());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("echo"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo("tcp://127.0.0.1:" + proxy.port()));
			assertThat(parent.call("echo", String.class, PASSWORD)).isEqualTo(PASSWORD);
			assertThat(proxy.seen()).contains(PASSWORD);
		}
	}

	private Process python(CurveKeyPair keys, Map<String, String> environment, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Python.executable().toString(), "-m", "multifrost_worker"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.services.directory().toFile())
			.redirectErrorStream(true);
		builder.environment().put("MULTIFROST_HOME", this.services.directory().toString());
		builder.environment().put("PYTHONPATH", Python.peer("../../main/python").normalize().toString());
		builder.environment().put("MULTIFROST_CURVE_SECRET_KEY", keys.secretKey());
		builder.environment().putAll(environment);
		return this.services.kill(builder.start());
	}

	private static String output(Process process) throws Exception {
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	/**
	 * Says what it is told.
	 */
	static final class Echo {

		@MultifrostFunction
		public String echo(String text) {
			return text;
		}

	}

}
