package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a Java worker does before its first answer, in terms that the load of the machine
 * does not change.
 */
@Timeout(60)
class StartCostTests {

	@Test
	void noLambdaOfOursIsLinkedBeforeTheFirstAnswer(@TempDir Path directory) throws IOException {
		Path log = directory.resolve("classes.log");
		WorkerCommand command = WorkerCommand.java(JavaTestWorker.class.getName(), "-Xlog:class+load=info:file=" + log)
			.withoutClassDataArchive();
		try (ParentWorker worker = ParentWorker.spawn(command).start()) {
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			List<String> classes = Files.readAllLines(log);
			assertThat(lambdas(classes, "zmq.")).as("lambda expressions of JeroMQ").isNotEmpty();
			// A new JVM needs a quarter of a millisecond for each, with what its compiler
			// does about it.
			assertThat(lambdas(classes, "io.multifrost.")).as("lambda expressions of ours").isEmpty();
		}
	}

	private static List<String> lambdas(List<String> classes, String packages) {
		return classes.stream().filter((line) -> line.contains(packages) && line.contains("$$Lambda")).toList();
	}

}
