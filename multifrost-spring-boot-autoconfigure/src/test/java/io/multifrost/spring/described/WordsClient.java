package io.multifrost.spring.described;

import io.multifrost.spring.MultifrostClient;

/**
 * A client of a worker in Python.
 */
@MultifrostClient("words")
public interface WordsClient {

	int countVowels(String text);

	String repeat(String text, int times);

}
