package io.multifrost.internal.process;

/**
 * A program that tests start.
 */
public final class PrintingProgram {

	private PrintingProgram() {
	}

	/**
	 * Print, and exit with 7.
	 * @param arguments what to print
	 */
	public static void main(String[] arguments) {
		System.out.println(System.getProperty("greeting") + " " + String.join(" ", arguments));
		System.err.println("an error");
		System.exit(7);
	}

}
