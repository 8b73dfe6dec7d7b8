package io.multifrost.faults;

import java.util.concurrent.CountDownLatch;

import io.multifrost.parent.ParentWorker;
import io.multifrost.support.Python;

/**
 * A parent that makes one more call while it ends, to a worker in Python that leaves
 * signals as they are.
 */
public final class InterruptedParent {

	private InterruptedParent() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		ParentWorker worker = ParentWorker.spawn(Python.peer("peer_worker.py").toString())
			.executable(Python.executable().toString())
			.start();
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> System.out.println("slept " + worker.call("sleep", Double.class, 0.5))));
		System.out.println("worker " + worker.pid().orElseThrow());
		new CountDownLatch(1).await();
	}

}
