package io.multifrost.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a process in a session of its own, where there is the program for it
 * ({@code setsid}): what a terminal or a supervisor sends to the process group of this
 * JVM, such as Ctrl+C, does not reach it then. The program is executed in place of
 * {@code setsid}, so that it has the process id that was started.
 */
final class OwnSession {

	private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

	private OwnSession() {
	}

	/**
	 * Return what a command line has to begin with.
	 * @return the program, empty where there is none
	 */
	static List<String> prefix() {
		return SETSID.stream().filter(Files::isExecutable).limit(1).map(Path::toString).toList();
	}

}
