package io.multifrost.process;

import java.util.concurrent.CountDownLatch;

/**
 * A program that starts a process and is then killed by it.
 */
public final class OrphaningProgram {

	private OrphaningProgram() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		String script = "kill -9 $PPID; cat; echo over > \"$0\"";
		WorkerLauncher.local().launch(WorkerCommand.of("sh", "-c", script, arguments[0]), (error, line) -> {
		});
		new CountDownLatch(1).await();
	}

}
