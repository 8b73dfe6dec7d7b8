package io.multifrost.child;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker program for tests.
 */
public final class ChildProgram {

	private ChildProgram() {
	}

	/**
	 * Serve the parent that started this program.
	 * @param arguments what some parents pass, of no meaning
	 */
	public static void main(String[] arguments) {
		ChildWorker.serving(new Functions(String.join(" ", arguments))).run();
	}

	/**
	 * What the program serves.
	 */
	public static final class Functions {

		private final String arguments;

		Functions(String arguments) {
			this.arguments = arguments;
		}

		public long add(long a, long b) {
			return a + b;
		}

		public Object echo(Object value) {
			return value;
		}

		public String client(CallContext context) {
			return context.clientName();
		}

		public String arguments() {
			return this.arguments;
		}

		public Map<String, Long> halve(Map<String, Long> numbers) {
			numbers.replaceAll((name, number) -> number / 2);
			return numbers;
		}

		public void fail(String message) {
			throw new IllegalArgumentException(message);
		}

		public long slow(long millis) throws InterruptedException {
			new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
			return millis;
		}

		public void print(String line) {
			System.out.println("out " + line);
			System.err.println("err " + line);
		}

	}

}
