package io.multifrost.sample;

import java.util.Map;

/**
 * What is in a text.
 *
 * @param lines the number of lines
 * @param words the number of words
 * @param distinctWords the number of different words
 * @param mostCommon the most common words of some length and how often they occur, most
 * common first
 */
public record TextSummary(long lines, long words, long distinctWords, Map<String, Long> mostCommon) {
}
