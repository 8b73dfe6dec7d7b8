/**
 * A process of clients that a service with keys does not know.
 */
@NullMarked
package io.multifrost.benchmarks.stranger;

import org.jspecify.annotations.NullMarked;
