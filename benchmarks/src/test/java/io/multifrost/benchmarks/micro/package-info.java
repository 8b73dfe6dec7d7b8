/**
 * Measures with JMH what one call costs within one process.
 */
@NullMarked
package io.multifrost.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
