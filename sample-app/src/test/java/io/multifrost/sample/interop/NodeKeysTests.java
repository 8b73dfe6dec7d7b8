package io.multifrost.sample.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.MultifrostFunction;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.security.CurveKeyPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the sample's Node.js worker and parent with keys.
 */
class NodeKeysTests {

	private static final Path PROGRAMS = Peer.ROOT.resolve("target/peers/node/workers/node");

	private static final CurveKeyPair SERVICE = CurveKeyPair.generate();

	private static final CurveKeyPair CALLER = CurveKeyPair.generate();

	private static final CurveKeyPair STRANGER = CurveKeyPair.generate();

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	private FileServiceRegistry registry;

	@BeforeEach
	void requireNode() {
		boolean there = Files.exists(PROGRAMS);
		assertThat(there || !Boolean.getBoolean("interop.required")).as("with -Pinterop no test may be skipped")
			.isTrue();
		assumeThat(there).as("Node.js programs").isTrue();
		this.registry = FileServiceRegistry.inDirectory(this.directory);
	}

	@AfterEach
	void endProcesses() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@Test
	void aServiceInNodeTakesThoseWithAnAllowedKey() throws IOException {
		Path errors = this.directory.resolve("errors");
		node(SERVICE, Map.of("MULTIFROST_CURVE_ALLOWED_CLIENTS", CALLER.publicKey()), errors, "math_worker.js",
				"--service-id", "math");
		await().until(() -> this.registry.find("math").isPresent());
		try (ParentWorker parent = ParentWorker.connect("math").registry(this.registry).keys(CALLER).start()) {
			assertThat(parent.call("add", int.class, 1, 2)).isEqualTo(3);
		}
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> ParentWorker.connect("math").registry(this.registry).keys(STRANGER).start())
			.withMessageContaining("does not allow the key of this parent");
		assertThat(errors).content().contains(STRANGER.publicKey() + " is none of the allowed clients");
	}

	@Test
	void aParentInNodeShowsItsKey() throws Exception {
		try (ChildWorker service = ChildWorker.serving(new Greetings())
			.serviceId("greetings")
			.registry(this.registry)
			.keys(SERVICE, List.of(CALLER.publicKey()))
			.build()
			.start()) {
			assertThat(service.functions()).isNotEmpty();
			assertThat(output(node(CALLER, Map.of(), this.directory.resolve("errors"), "math_parent.js", "--service-id",
					"greetings")))
				.contains("Hello Ada");
			assertThat(output(node(STRANGER, Map.of(), this.directory.resolve("stranger"), "math_parent.js",
					"--service-id", "greetings")))
				.doesNotContain("Hello");
		}
	}

	private Process node(CurveKeyPair keys, Map<String, String> environment, Path errors, String... command)
			throws IOException {
		List<String> all = new ArrayList<>(List.of("node"));
		all.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(all).directory(PROGRAMS.toFile()).redirectError(errors.toFile());
		builder.environment().remove("COMLINK_ZMQ_PORT");
		builder.environment().put("MULTIFROST_HOME", this.directory.toString());
		builder.environment().put("MULTIFROST_CURVE_PUBLIC_KEY", keys.publicKey());
		builder.environment().put("MULTIFROST_CURVE_SECRET_KEY", keys.secretKey());
		builder.environment().putAll(environment);
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	private static String output(Process process) throws Exception {
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	/**
	 * What the parent in Node.js calls.
	 */
	static final class Greetings {

		@MultifrostFunction
		public String greet(String name) {
			return "Hello " + name;
		}

		@MultifrostFunction
		public int add(int a, int b) {
			return a + b;
		}

	}

}
