package io.multifrost.benchmarks.contender;

/**
 * The functions of the Py4J worker. Py4J asks for a public interface.
 */
public interface Py4jAdder {

	/**
	 * Add.
	 * @param a one number
	 * @param b another
	 * @return the sum
	 */
	long add(long a, long b);

	/**
	 * Add one to each number.
	 * @param values numbers of 8 bytes each
	 * @return as many numbers
	 */
	byte[] increment(byte[] values);

}
