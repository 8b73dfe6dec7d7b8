package io.multifrost.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(90)
class TrainingProgramTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@TempDir
	private Path folder;

	@Test
	void aPlainWorkerIsListedWithoutJacksonAndWhatJavaMayUse() throws Exception {
		assertThat(list(TrainingClassesTests.Program.class.getName(), true))
			.contains("zmq/SocketBase", "io/multifrost/child/ServedCall",
					"io/multifrost/child/TrainingClassesTests$Functions")
			.doesNotContain("java/time/LocalDateTime")
			.noneMatch((name) -> name.startsWith("tools/jackson"));
	}

	@Test
	void whatJavaMayUseIsListedWhereItOnlyTakesSpace() throws Exception {
		assertThat(list(TrainingClassesTests.Program.class.getName(), false)).contains("zmq/SocketBase",
				"java/time/LocalDateTime");
	}

	@Test
	void aProgramWithRecordsIsListedWithJackson() throws Exception {
		assertThat(list(TrainingClassesTests.RecordProgram.class.getName(), true)).contains("zmq/SocketBase",
				"io/multifrost/child/TrainingClassesTests$Point", "tools/jackson/databind/ObjectMapper");
	}

	@Test
	void anyProgramIsListedWithAllThatItMayUse() throws Exception {
		assertThat(list("", true)).contains("zmq/SocketBase", "tools/jackson/databind/ObjectMapper",
				"java/time/LocalDateTime");
	}

	@Test
	void aWorkerThatEndsIsAFailureAtOnce() throws Exception {
		Process process = start("", false, "-XX:NoSuchOption");
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isNotZero();
		assertThat(output).contains("The worker of the training did not answer: it has ended with exit code 1");
	}

	private List<String> list(String mainClass, boolean loadsAll) throws IOException, InterruptedException {
		Path file = this.folder.resolve("classes");
		Process process = start(mainClass, loadsAll, "-XX:DumpLoadedClassList=" + file);
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return Files.readAllLines(file).stream().map((line) -> line.split(" ")[0]).toList();
	}

	private Process start(String mainClass, boolean loadsAll, String option) throws IOException {
		List<String> argv = new ArrayList<>(List.of(JAVA, "-cp", System.getProperty("java.class.path"),
				TrainingProgram.class.getName(), this.folder.resolve("classes").toString(), mainClass,
				Boolean.toString(loadsAll), JAVA, option));
		return new ProcessBuilder(argv).redirectErrorStream(true).start();
	}

}
