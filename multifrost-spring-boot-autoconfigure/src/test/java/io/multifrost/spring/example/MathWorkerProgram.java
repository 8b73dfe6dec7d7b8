package io.multifrost.spring.example;

import java.util.Optional;

import io.multifrost.child.ChildWorker;

/**
 * A Java worker without Spring, as a program of its own.
 */
public final class MathWorkerProgram {

	private MathWorkerProgram() {
	}

	public static void main(String[] args) {
		ChildWorker.serving(new MathFunctions()).run();
	}

	/**
	 * The functions of the worker.
	 */
	public static final class MathFunctions {

		public long add(long a, long b) {
			return a + b;
		}

		public double divide(double a, double b) {
			return a / b;
		}

		public Optional<String> find(String name) {
			return name.isEmpty() ? Optional.empty() : Optional.of("found " + name);
		}

		public long pid() {
			return ProcessHandle.current().pid();
		}

		public String environment(String name) {
			return System.getenv(name);
		}

		public String property(String name) {
			return System.getProperty(name);
		}

		public void sleep(long millis) throws InterruptedException {
			Thread.sleep(millis);
		}

	}

}
