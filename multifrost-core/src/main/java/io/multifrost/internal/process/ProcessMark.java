package io.multifrost.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A mark in the environment of a process, which all that it starts inherits. By it those
 * are found that no tree leads to any more, since the process between has ended. Works
 * where there is a {@code /proc} (Linux); elsewhere nothing is found.
 */
final class ProcessMark {

	static final String VARIABLE = "MULTIFROST_PROCESS_MARK";

	private static final Path PROC = Path.of("/proc");

	private final String value = UUID.randomUUID().toString();

	/**
	 * Put the mark beside those that the environment bears already, so that a worker of a
	 * worker bears the marks of both.
	 * @param environment the environment of the process to be
	 */
	void addTo(Map<String, String> environment) {
		environment.merge(VARIABLE, this.value, (old, added) -> old + "," + added);
	}

	/**
	 * Find the processes that bear the mark.
	 * @return those that run now
	 */
	List<ProcessHandle> bearers() {
		return ProcessHandle.allProcesses().filter(this::isBorneBy).toList();
	}

	private boolean isBorneBy(ProcessHandle process) {
		try {
			byte[] environment = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
			return new String(environment, StandardCharsets.ISO_8859_1).contains(this.value);
		}
		catch (IOException ex) {
			// Gone meanwhile, or not ours to read: then it is none of our children.
			return false;
		}
	}

	/**
	 * Return the random value that the environment of a bearer contains.
	 */
	@Override
	public String toString() {
		return this.value;
	}

}
