package io.multifrost.sample;

/**
 * What some numbers have in common.
 *
 * @param mean their mean
 * @param median their median
 * @param stdev their standard deviation
 * @param min the least
 * @param max the greatest
 */
public record Statistics(double mean, double median, double stdev, double min, double max) {
}
