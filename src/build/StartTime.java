import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.multifrost.parent.ParentWorker;
import io.multifrost.process.WorkerCommand;

/**
 * Measures the start of the sample's Java worker up to its first answered call, each
 * time beside that of a JVM which does nothing. CONTRIBUTING.md says how to run it.
 */
public class StartTime {

	private static final String MAIN_CLASS = "io.multifrost.sample.TextWorker";

	private static long stopNanos;

	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 21;
		WorkerCommand plain = WorkerCommand.java(MAIN_CLASS).withoutClassDataArchive();
		WorkerCommand archived = WorkerCommand.java(MAIN_CLASS);
		start(archived);
		System.out.println("The first start has an archive made; waiting 10 s for it");
		TimeUnit.SECONDS.sleep(10);
		long[] jvm = new long[rounds];
		long[] without = new long[rounds];
		long[] with = new long[rounds];
		long[] stop = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			jvm[i] = runJvm(plain);
			without[i] = start(plain);
			with[i] = start(archived);
			stop[i] = stopNanos;
		}
		print("JVM alone (java -version)", jvm);
		print("worker without archive", without);
		print("worker with archive", with);
		print("its stop", stop);
	}

	private static long runJvm(WorkerCommand command) throws Exception {
		long begin = System.nanoTime();
		String classPath = command.arguments().get(command.arguments().indexOf("-cp") + 1);
		new ProcessBuilder(command.arguments().get(0), "-cp", classPath, "-version").start().waitFor();
		return System.nanoTime() - begin;
	}

	private static long start(WorkerCommand command) {
		long begin = System.nanoTime();
		ParentWorker worker = ParentWorker.spawn(command).start();
		worker.call("add", Long.class, 10, 20);
		long answered = System.nanoTime();
		worker.close();
		stopNanos = System.nanoTime() - answered;
		return answered - begin;
	}

	private static void print(String name, long[] nanos) {
		Arrays.sort(nanos);
		System.out.printf("%-28s median %6.1f ms, least %6.1f ms%n", name, nanos[nanos.length / 2] / 1e6, nanos[0] / 1e6);
	}

}
