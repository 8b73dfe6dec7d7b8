package io.multifrost.spring.resilient;

import java.util.concurrent.atomic.AtomicInteger;

import io.multifrost.child.ChildWorker;

/**
 * A worker whose function fails at first.
 */
public final class FlakyWorkerProgram {

	private FlakyWorkerProgram() {
	}

	public static void main(String[] args) {
		ChildWorker.serving(new Flaky()).run();
	}

	/**
	 * The functions of the worker.
	 */
	public static final class Flaky {

		private final AtomicInteger calls = new AtomicInteger();

		public int third() {
			int call = this.calls.incrementAndGet();
			if (call < 3) {
				throw new IllegalStateException("not yet");
			}
			return call;
		}

		public void sleep(long millis) throws InterruptedException {
			Thread.sleep(millis);
		}

		public int next() {
			return this.calls.incrementAndGet();
		}

	}

}
