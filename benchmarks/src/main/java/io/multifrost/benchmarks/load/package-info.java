/**
 * Keeps calls under way in one of several shapes, and measures them.
 */
@NullMarked
package io.multifrost.benchmarks.load;

import org.jspecify.annotations.NullMarked;
