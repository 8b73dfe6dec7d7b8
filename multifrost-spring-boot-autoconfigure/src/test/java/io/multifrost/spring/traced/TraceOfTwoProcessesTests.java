package io.multifrost.spring.traced;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications, each a process of its own, that log as Spring Boot does by default.
 */
@Timeout(120)
class TraceOfTwoProcessesTests {

	/** The process id and the trace id of a line, as Spring Boot writes them. */
	private static final String LINE = ".*INFO (\\d+) --- .*\\[([0-9a-f]{32})-[0-9a-f]{16}\\].* : ";

	private static final Pattern PARENT = Pattern.compile(LINE + "7 pieces cost 875");

	private static final Pattern WORKER = Pattern.compile(LINE + "The price of 7 pieces is asked for");

	@Test
	void theLogLinesOfBothHaveOneTrace(@TempDir Path directory) throws IOException, InterruptedException {
		Path log = directory.resolve("log");
		Process parent = new ProcessBuilder(
				WorkerCommand.java(OrderApplication.class.getName(), "-XX:TieredStopAtLevel=1").arguments())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			await().atMost(90, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(Files.readString(log)).containsPattern(PARENT).containsPattern(WORKER));
			parent.getOutputStream().close();
			assertThat(parent.waitFor()).isZero();
		}
		finally {
			parent.destroyForcibly();
		}
		String text = Files.readString(log);
		Files.writeString(Path.of("target/trace-of-two-processes.log"), text);
		MatchResult ofParent = find(PARENT, text);
		MatchResult ofWorker = find(WORKER, text);
		assertThat(ofParent.group(1)).isEqualTo(Long.toString(parent.pid())).isNotEqualTo(ofWorker.group(1));
		assertThat(ofParent.group(2)).isEqualTo(ofWorker.group(2));
	}

	private static MatchResult find(Pattern pattern, String text) {
		return pattern.matcher(text).results().findFirst().orElseThrow();
	}

}
