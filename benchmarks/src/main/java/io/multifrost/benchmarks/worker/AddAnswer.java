package io.multifrost.benchmarks.worker;

/**
 * The answer to {@link AddCall} as JSON.
 *
 * @param id the id of the call
 * @param sum the sum
 */
public record AddAnswer(long id, long sum) {
}
