/**
 * The processes that are called, and what travels where no library says it.
 */
@NullMarked
package io.multifrost.benchmarks.worker;

import org.jspecify.annotations.NullMarked;
