package io.multifrost.parent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.multifrost.child.ChildWorker;

/**
 * A worker program for tests.
 */
public class JavaTestWorker {

	/**
	 * Serve until the parent says to stop.
	 * @param args none
	 */
	public static void main(String[] args) {
		ChildWorker.serving(new JavaTestWorker()).run();
	}

	/**
	 * Add.
	 * @param a a number
	 * @param b a number
	 * @return the sum
	 */
	public long add(long a, long b) {
		return a + b;
	}

	/**
	 * Return the argument.
	 * @param value a value
	 * @return the value
	 */
	public Object echo(Object value) {
		return value;
	}

	/**
	 * Fail.
	 * @param message the message of the exception
	 */
	public void fail(String message) {
		throw new IllegalArgumentException(message);
	}

	/**
	 * Wait without end.
	 * @throws InterruptedException when the worker is stopped
	 */
	public void hang() throws InterruptedException {
		new CountDownLatch(1).await();
	}

	/**
	 * Answer later.
	 * @param value the value
	 * @return the value
	 */
	public CompletableFuture<String> later(String value) {
		return CompletableFuture.supplyAsync(() -> value);
	}

	/**
	 * Exit at once.
	 * @param code the exit code
	 */
	public void exit(int code) {
		Runtime.getRuntime().halt(code);
	}

	/**
	 * Return a map that has bytes.
	 * @param size how many
	 * @return the bytes by the name of data
	 */
	public Map<String, byte[]> bytes(int size) {
		return Map.of("data", new byte[size]);
	}

	/**
	 * Print lines.
	 * @param count how many to each stream
	 */
	public void print(int count) {
		for (int i = 0; i < count; i++) {
			System.out.println("out " + i);
			System.err.println("err " + i);
		}
	}

}
