/**
 * Observations of calls, by which traces span parents and workers.
 */
@NullMarked
package io.multifrost.spring.observation;

import org.jspecify.annotations.NullMarked;
