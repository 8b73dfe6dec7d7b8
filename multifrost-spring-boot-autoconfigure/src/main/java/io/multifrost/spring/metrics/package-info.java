/**
 * Meters of calls and workers, in Micrometer.
 */
@NullMarked
package io.multifrost.spring.metrics;

import org.jspecify.annotations.NullMarked;
