package io.multifrost.internal.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerProcess;

/**
 * A program that starts workers, each told by an argument, prints what they print, and
 * never ends them.
 */
public final class DoomedProgram {

	/**
	 * An argument that stands for a worker that is this program again, with one shell.
	 */
	static final String NESTED = "nested";

	static final String WATCHDOG = "watchdog ";

	private DoomedProgram() {
	}

	/**
	 * Start workers.
	 * @param arguments the folder of process files, then shell scripts
	 */
	public static void main(String[] arguments) throws InterruptedException {
		Watchdog watchdog = new Watchdog(Path.of("/bin/sh"), Path.of(arguments[0]));
		WorkerLauncher launcher = new LocalWorkerLauncher(watchdog);
		for (int i = 1; i < arguments.length; i++) {
			WorkerCommand command = arguments[i].equals(NESTED)
					? WorkerCommand.java(DoomedProgram.class.getName(), "-Xshare:auto", "-XX:TieredStopAtLevel=1")
						.withArguments(arguments[0], "trap '' TERM HUP; echo $$; while :; do sleep 1; done")
					: TestProcesses.shell(arguments[i]);
			WorkerProcess worker = launcher.launch(command,
					(error, line) -> System.out.println(line.replace(WATCHDOG, "")));
			System.out.println(worker.pid());
		}
		Process process = watchdog.process();
		System.out.println(WATCHDOG + ((process != null) ? process.pid() : 0));
		new CountDownLatch(1).await();
	}

}
