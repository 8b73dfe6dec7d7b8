/**
 * The calling processes: each contender as a good user would write it.
 */
@NullMarked
package io.multifrost.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
