package io.multifrost.child;

import java.util.List;

/**
 * The worker of a {@link TrainingProgram}, with functions of common types.
 */
public final class TrainingWorker {

	private TrainingWorker() {
	}

	/**
	 * Serve the functions until the parent has had enough.
	 * @param args none
	 */
	public static void main(String[] args) {
		ChildWorker.serving(new Functions()).forwardOutput(true).run();
	}

	/**
	 * Functions with arguments and results of common types.
	 */
	public static final class Functions {

		/**
		 * Add two numbers.
		 * @param a a number
		 * @param b a number
		 * @return their sum
		 */
		public long add(int a, long b) {
			return a + b;
		}

		/**
		 * Print and return a text.
		 * @param name a text
		 * @return a text
		 */
		public String greet(String name) {
			// What a function prints goes to the parent, which takes classes too.
			System.out.println(name);
			return name;
		}

		/**
		 * Add numbers.
		 * @param numbers the numbers
		 * @return their sum
		 */
		public double sum(List<Double> numbers) {
			double sum = 0;
			for (double number : numbers) {
				sum += number;
			}
			return sum;
		}

		/**
		 * Take and return a record.
		 * @param point a record
		 * @return another
		 */
		public Point turn(Point point) {
			return new Point(-point.y(), point.x());
		}

		/**
		 * Fail.
		 */
		public void fail() {
			throw new IllegalStateException("as it should");
		}

	}

	/**
	 * A record, which is read and written by way of Jackson.
	 *
	 * @param x a number
	 * @param y a number
	 */
	public record Point(int x, int y) {
	}

}
