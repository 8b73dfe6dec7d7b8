package io.multifrost.sample;

import io.multifrost.spring.MultifrostClient;

/**
 * The functions of the worker {@code text}, which is written in Java.
 */
@MultifrostClient("text")
public interface TextClient {

	/**
	 * Greet somebody.
	 * @param name a name
	 * @return a greeting
	 */
	String greet(String name);

	/**
	 * Add two numbers.
	 * @param a a number
	 * @param b a number
	 * @return their sum
	 */
	long add(long a, long b);

	/**
	 * Count what is in a text.
	 * @param text the text
	 * @return its counts
	 */
	TextSummary summarize(String text);

}
