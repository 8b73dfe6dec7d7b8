package io.multifrost.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;

import io.multifrost.spring.MultifrostClient;

/**
 * The functions of the worker {@code math}, which is written in Python.
 */
@MultifrostClient("math")
public interface MathClient {

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
	 * Multiply the numbers from 1 to n, without making the caller wait.
	 * @param n a number from 0 to 20
	 * @return the factorial of n
	 */
	CompletableFuture<Long> factorial(int n);

	/**
	 * Describe numbers.
	 * @param numbers at least one number
	 * @return what they have in common
	 */
	Statistics statistics(List<Double> numbers);

	/**
	 * Write words, each of which follows the one before it somewhere in a text.
	 * @param text the text
	 * @param words how many words to write
	 * @return the words, as they are written; whoever wants no more cancels
	 */
	Flux<String> write(String text, int words);

}
