package io.multifrost.process;

/**
 * A program that starts a worker with an argument that is not ASCII.
 */
public final class AccentedProgram {

	private AccentedProgram() {
	}

	public static void main(String[] arguments) {
		WorkerLauncher.local().launch(WorkerCommand.of("echo", "caf\u00e9"), (error, line) -> {
		}).exit().join();
	}

}
