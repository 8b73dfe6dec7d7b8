package io.multifrost.child;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * A worker program as a parent in another language sees it.
 */
@Timeout(120)
class ChildProgramTests {

	private static final JsonMapper json = new JsonMapper();

	@TempDir
	private Path folder;

	@RequiresPython
	@ParameterizedTest
	@CsvSource({ "3, ''", "4, ''", "3, nodejs", "4, nodejs" })
	void servesAParentInPython(String protocol, String quirk) throws Exception {
		Map<String, Object> report = drive(
				List.of("--protocol", protocol, "--quirk", quirk, "--sequential", "--heartbeats"),
				List.of(call("add", 10, 20), call("echo", Map.of("a", Arrays.asList(1, "ö", null, 1.5, true))),
						call("echo", Map.of("$bytes", "00ff")), call("halve", Map.of("x", 8)), call("list_functions"),
						call("fail", "on purpose"), call("missing"), call("add", 1), call("add", 1, "two"),
						call("_add", 1, 2),
						Map.of("function", "add", "args", List.of(1, 2), "namespace", "other", "wait", 0.2),
						Map.of("frames", List.of("", "c1ff00")), Map.of("frames", List.of("00", "00", "00")),
						call("print", "hello"), call("arguments"), call("client")));
		List<Map<String, Object>> replies = maps(report, "replies");
		assertThat(replies.get(0)).containsEntry("type", "response")
			.containsEntry("app", "comlink_ipc_v" + protocol)
			.containsEntry("result", 30);
		assertThat(replies.get(1)).containsEntry("result", Map.of("a", Arrays.asList(1, "ö", null, 1.5, true)));
		assertThat(replies.get(2)).containsEntry("result", Map.of("$bytes", "00ff"));
		assertThat(replies.get(3)).containsEntry("result", Map.of("x", 4));
		assertThat(replies.get(4)).containsEntry("result",
				List.of("add", "arguments", "client", "echo", "fail", "halve", "print", "slow"));
		assertThat(error(replies.get(5))).startsWith("IllegalArgumentException: on purpose\n");
		assertThat(error(replies.get(6))).isEqualTo("Function 'missing' not found");
		assertThat(error(replies.get(7))).contains("expects 2 arguments (long, long) but got 1");
		assertThat(error(replies.get(8))).contains("argument 2");
		assertThat(error(replies.get(9))).isEqualTo("Cannot call private method '_add'");
		assertThat(replies.get(10)).containsEntry("type", "timeout");
		assertThat(replies.get(13)).containsEntry("type", "response");
		assertThat(replies.get(14)).containsEntry("result", "--worker");
		assertThat(replies.get(15)).containsEntry("result", "peer");
		assertThat(report.get("heartbeat")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.extractingByKey("metadata")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("hb_response", true);
		assertThat(report.get("heartbeat")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.extractingByKey("args")
			.satisfies((args) -> assertThat(args instanceof List<?> millis && millis.get(0) instanceof Long)
				.isEqualTo("nodejs".equals(quirk)));
		// What functions print goes to the parent as messages.
		assertThat(report).containsEntry("exit", 0).containsEntry("stdout", List.of());
		// Newer JVMs add warnings of their own there.
		assertThat(report.get("stderr")).asInstanceOf(InstanceOfAssertFactories.LIST).doesNotContain("err hello");
		assertThat(maps(report, "unmatched"))
			.extracting((message) -> message.get("type"), (message) -> message.get("output"))
			.containsExactly(tuple("stdout", "out hello"), tuple("stderr", "err hello"));
	}

	@Test
	@RequiresPython
	void endsByASignalOnceItHasAnsweredWhatIsInFlight() throws Exception {
		List<Map<String, Object>> calls = new ArrayList<>(Collections.nCopies(63, call("slow", 100)));
		calls.add(Map.of("function", "slow", "args", List.of(100), "then", 0.2));
		Map<String, Object> report = drive(List.of("--sigterm", "--stop-at-once"), calls);
		assertThat(maps(report, "replies")).hasSize(64)
			.allSatisfy((reply) -> assertThat(reply).containsEntry("type", "response").containsEntry("result", 100));
		assertThat(report).containsEntry("exit", 143).containsEntry("unmatched", List.of());
	}

	@Test
	@RequiresPython
	void answersEvenWhatASignalOvertakes() throws Exception {
		// Calls that the worker reads after the signal are refused, but not forgotten.
		List<Map<String, Object>> calls = Collections.nCopies(64, call("slow", 300));
		Map<String, Object> report = drive(List.of("--sigterm", "--stop-at-once"), calls);
		assertThat(maps(report, "replies")).hasSize(64)
			.allSatisfy((reply) -> assertThat(reply.get("type")).isIn("response", "error"));
		assertThat(report).containsEntry("exit", 143);
	}

	@Test
	@RequiresPython
	void endsByAMessageOnceItHasAnsweredWhatIsInFlight() throws Exception {
		Map<String, Object> report = drive(List.of("--stop-at-once"), Collections.nCopies(64, call("slow", 50)));
		assertThat(maps(report, "replies")).hasSize(64)
			.allSatisfy((reply) -> assertThat(reply).containsEntry("type", "response"));
		assertThat(report).containsEntry("exit", 0);
	}

	@Test
	@RequiresPython
	void endsByItselfWhereItsParentDies() throws Exception {
		Map<String, Object> report = drive(List.of("--die"), List.of(call("add", 1, 2)));
		assertThat(maps(report, "replies")).hasSize(1);
		assertEnds(((Number) report.get("worker")).longValue());
	}

	@Test
	void endsByItselfWhereItsParentDiesWithItsStandardInputOpen() throws Exception {
		try (RawParent parent = new RawParent()) {
			Process process = start(Integer.toString(parent.port()));
			try (OutputStream input = process.getOutputStream()) {
				input.write('\n');
				input.flush();
				assertThat(parent.ask("add", 1, 2)).containsEntry("result", 3L);
				parent.die();
				assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended").isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	@Test
	void servesOnWhereItsStandardInputIsClosed() throws Exception {
		try (RawParent parent = new RawParent()) {
			Process process = start(Integer.toString(parent.port()));
			try {
				process.getOutputStream().close();
				assertThat(parent.ask("add", 1, 2)).containsEntry("result", 3L);
				parent.send(parent.message("shutdown"));
				assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended").isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "none", "80", "70000" })
	void refusesToStartWithoutAPortAndSaysWhy(String port) throws Exception {
		Process process = start(port);
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
		assertThat(process.exitValue()).isNotZero();
		List<String> lines = Files.readAllLines(this.folder.resolve("stderr"));
		assertThat(lines).first()
			.asString()
			.contains("The environment variable COMLINK_ZMQ_PORT is")
			.contains(port.isEmpty() ? "not set" : "'" + port + "'");
		assertThat(this.folder.resolve("stdout")).isEmptyFile();
	}

	private Process start(String port) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command());
		builder.redirectOutput(this.folder.resolve("stdout").toFile());
		builder.redirectError(this.folder.resolve("stderr").toFile());
		builder.environment().remove("COMLINK_ZMQ_PORT");
		if (!port.isEmpty()) {
			builder.environment().put("COMLINK_ZMQ_PORT", port);
		}
		return builder.start();
	}

	private static List<String> command() {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-cp", classPath, ChildProgram.class.getName(), "--worker");
	}

	private Map<String, Object> drive(List<String> options, List<Map<String, Object>> calls)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Python.executable().toString(), Python.peer("peer_parent.py").toString(), "--timeout", "20"));
		command.addAll(options);
		command.add("--");
		command.addAll(command());
		ProcessBuilder builder = new ProcessBuilder(command);
		Path report = this.folder.resolve("report");
		builder.redirectOutput(report.toFile());
		builder.redirectError(this.folder.resolve("python").toFile());
		Process process = builder.start();
		try (OutputStream input = process.getOutputStream()) {
			input.write(json.writeValueAsString(calls).getBytes(StandardCharsets.UTF_8));
		}
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the parent ended").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(this.folder.resolve("python")).isEmptyFile();
		Map<?, ?> read = json.readValue(Files.readString(report), Map.class);
		assertThat(read.get("failed")).as("start").isNull();
		return read.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != null)
			.collect(Collectors.toMap((entry) -> (String) entry.getKey(), Map.Entry::getValue));
	}

	private static Map<String, Object> call(String function, Object... arguments) {
		return Map.of("function", function, "args", List.of(arguments));
	}

	private static List<Map<String, Object>> maps(Map<String, Object> report, String name) {
		List<Map<String, Object>> maps = new ArrayList<>();
		for (Object map : (List<?>) report.get(name)) {
			Map<String, Object> named = new LinkedHashMap<>();
			((Map<?, ?>) map).forEach((key, value) -> named.put((String) key, value));
			maps.add(named);
		}
		return maps;
	}

	private static String error(Map<String, Object> reply) {
		assertThat(reply).containsEntry("type", "error");
		return (String) reply.get("error");
	}

	private static void assertEnds(long pid) {
		await().atMost(Duration.ofSeconds(5))
			.until(() -> ProcessHandle.of(pid)
				.filter(ProcessHandle::isAlive)
				.filter((process) -> !isZombie(pid))
				.isEmpty());
	}

	/**
	 * Whether a process has ended but nobody has collected it, as happens to orphans in a
	 * container.
	 */
	private static boolean isZombie(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
			return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
