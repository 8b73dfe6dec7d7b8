/**
 * What the processes of the benchmarks say to each other.
 */
@NullMarked
package io.multifrost.benchmarks.model;

import org.jspecify.annotations.NullMarked;
