/**
 * The sample as a worker of itself.
 */
@NullMarked
package io.multifrost.sample.pricing;

import org.jspecify.annotations.NullMarked;
