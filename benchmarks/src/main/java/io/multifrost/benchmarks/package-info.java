/**
 * Runs the contenders in turns, and tells what was measured.
 */
@NullMarked
package io.multifrost.benchmarks;

import org.jspecify.annotations.NullMarked;
