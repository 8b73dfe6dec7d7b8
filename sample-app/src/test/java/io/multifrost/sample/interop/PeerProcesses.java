package io.multifrost.sample.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.lang.ProcessBuilder.Redirect.appendTo;

/**
 * Starts the programs of a peer with a registry of their own.
 *
 * @param directory the directory of the registry, and of what is written down
 */
record PeerProcesses(Path directory) {

	/**
	 * Start a program.
	 * @param output the file that gets what it prints
	 */
	Process start(Path output, List<String> command, String... arguments) throws IOException {
		return builder(command, arguments).redirectOutput(appendTo(output.toFile())).start();
	}

	private ProcessBuilder builder(List<String> command, String... arguments) {
		List<String> all = new ArrayList<>(command);
		all.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(all);
		builder.environment().remove("COMLINK_ZMQ_PORT");
		builder.environment().put("MULTIFROST_HOME", this.directory.toString());
		builder.environment().put(InteropWorker.RECORD, record().toString());
		return builder.redirectError(appendTo(stderr().toFile()));
	}

	Path stderr() {
		return this.directory.resolve("stderr");
	}

	Path record() {
		return this.directory.resolve("record");
	}

}
