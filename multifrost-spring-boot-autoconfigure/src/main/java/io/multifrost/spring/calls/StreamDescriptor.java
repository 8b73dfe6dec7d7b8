package io.multifrost.spring.calls;

/**
 * A stream that is open.
 *
 * @param function the function whose result it is
 * @param items how many items have come
 * @param seconds how long it has been open
 */
public record StreamDescriptor(String function, long items, long seconds) {
}
