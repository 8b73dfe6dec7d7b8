package io.multifrost.internal.process;

import io.multifrost.parent.ParentWorker;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;

/**
 * A program that starts a worker with a script, and one with an argument, that are not
 * ASCII.
 */
public final class AccentedProgram {

	private AccentedProgram() {
	}

	public static void main(String[] arguments) {
		try {
			ParentWorker.spawn("caf\u00e9.py");
		}
		catch (IllegalArgumentException ex) {
			System.out.println(ex.getMessage());
		}
		WorkerLauncher.local().launch(WorkerCommand.of("echo", "caf\u00e9"), (error, line) -> {
		}).exit().join();
	}

}
