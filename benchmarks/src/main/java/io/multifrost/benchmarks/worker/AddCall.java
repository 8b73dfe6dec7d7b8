package io.multifrost.benchmarks.worker;

/**
 * A call of {@code add} as JSON.
 *
 * @param id its id
 * @param a one number
 * @param b another
 */
public record AddCall(long id, long a, long b) {
}
