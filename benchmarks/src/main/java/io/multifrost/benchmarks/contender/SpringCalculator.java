package io.multifrost.benchmarks.contender;

import io.multifrost.spring.MultifrostClient;

/**
 * The functions of the worker, as a bean of a Spring application.
 */
@MultifrostClient("calculator")
interface SpringCalculator extends Calculator {

}
