package io.multifrost.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The processes of workers and services as the operating system sees them.
 */
final class WorkerProcesses {

	private WorkerProcesses() {
	}

	static List<ProcessHandle> all() {
		return ProcessHandle.current().children().filter((process) -> isWorker(process)).toList();
	}

	private static boolean isWorker(ProcessHandle process) {
		String line = String.join(" ", process.info().arguments().orElse(new String[0]));
		return line.contains(SoakWorker.class.getName()) || line.contains("soak_worker.py");
	}

	/**
	 * Find the port of the parent that spawned a process.
	 */
	static Optional<Integer> parentPort(ProcessHandle process) {
		try {
			String environment = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"),
					StandardCharsets.ISO_8859_1);
			return Arrays.stream(environment.split("\0"))
				.filter((variable) -> variable.startsWith("COMLINK_ZMQ_PORT="))
				.map((variable) -> Integer.valueOf(variable.substring(variable.indexOf('=') + 1)))
				.findFirst();
		}
		catch (IOException ex) {
			return Optional.empty(); // it went meanwhile
		}
	}

	static void signal(ProcessHandle process, String signal) {
		try {
			new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("Signal " + signal + " was not sent", ex);
		}
	}

}
