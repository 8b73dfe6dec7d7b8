package io.multifrost.internal.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ToolRunnerTests {

	private final List<String> said = Collections.synchronizedList(new ArrayList<>());

	@TempDir
	private Path folder;

	private ToolRunner tools(String name, String script) throws Exception {
		Path tool = Files.writeString(this.folder.resolve(name), "#!/bin/sh\n" + script);
		assertThat(tool.toFile().setExecutable(true)).isTrue();
		return new ToolRunner(Map.of("PATH", this.folder + ":/usr/bin:/bin"),
				(error, line) -> this.said.add((error ? "WARN " : "INFO ") + line), Duration.ofMinutes(1));
	}

	@Test
	void theProgressOfUvIsNoWarningThoughItGoesToStandardError() throws Exception {
		String script = "echo Resolved >&2; echo ' + six' >&2; echo 'warning: old' >&2; echo '  × none' >&2\n";
		tools("uv", script).run(List.of("uv"), Map.of(), null, "It failed");
		await().untilAsserted(() -> assertThat(this.said).containsExactly("INFO Resolved", "INFO  + six",
				"WARN warning: old", "WARN   × none"));
	}

	@Test
	void anyOtherToolWarnsOnStandardErrorAndItsLastWordsEndWithoutEmptyLines() throws Exception {
		ToolRunner tools = tools("pip", "echo fetching; echo 'no room' >&2; echo >&2; exit 1\n");
		assertThatExceptionOfType(PythonEnvironmentException.class)
			.isThrownBy(() -> tools.run(List.of("pip"), Map.of(), null, "It failed"))
			.satisfies((ex) -> assertThat(ex.output()).isEqualTo("no room"));
		await().untilAsserted(() -> assertThat(this.said).contains("INFO fetching", "WARN no room"));
	}

}
