package io.multifrost.parent;

import io.multifrost.process.WorkerCommand;

public class Try {

	public static void main(String[] args) {
		for (int i = 0; i < 5; i++) {
			long t0 = System.nanoTime();
			ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(JavaTestWorker.class.getName(), args))
				.name("java")
				.start();
			long t1 = System.nanoTime();
			Long sum = worker.call("add", Long.class, 10, 20);
			long t2 = System.nanoTime();
			worker.stop();
			long t3 = System.nanoTime();
			System.out.printf("%d start %.1f ms, call %.1f ms, stop %.1f ms%n", sum, (t1 - t0) / 1e6, (t2 - t1) / 1e6,
					(t3 - t2) / 1e6);
		}
		try (ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(JavaTestWorker.class.getName(), args))
			.name("java")
			.start()) {
			for (int r = 0; r < 5; r++) {
				long t = System.nanoTime();
				for (int i = 0; i < 10000; i++) {
					worker.call("add", Long.class, 10, i);
				}
				System.out.printf("%.1f us%n", (System.nanoTime() - t) / 1e3 / 10000);
			}
		}
	}

}
