package io.multifrost.internal.python;

import java.nio.file.Path;

import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;

/**
 * Another application that makes a worker ready: folder, interpreter, mode and log of a
 * {@link FakePython}, requirements.
 */
final class PrepareProgram {

	private PrepareProgram() {
	}

	public static void main(String[] arguments) {
		PythonWorker.Builder worker = PythonWorker.module("words").executable(arguments[1]);
		worker.environment("FAKE_MODE", arguments[2]).environment("FAKE_LOG", arguments[3]);
		worker.environment("PATH", "/usr/bin:/bin");
		PreparedPython prepared = new PythonWorkers(PythonEnvironments.DEFAULTS.withDirectory(Path.of(arguments[0])),
				"python-stand-in/")
			.prepare(worker.requirements(arguments[4]).build(), (error, line) -> System.out.println("SAID " + line));
		System.out.println("ENVIRONMENT " + prepared.environment());
	}

	static Process start(Path folder, String executable, String mode, Path log, String requirement) throws Exception {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), PrepareProgram.class.getName(), folder.toString(), executable,
				mode, log.toString(), requirement)
			.redirectErrorStream(true)
			.start();
	}

}
