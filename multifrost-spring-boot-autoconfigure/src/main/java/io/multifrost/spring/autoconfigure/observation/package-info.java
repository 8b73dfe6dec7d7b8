/**
 * Auto-configuration of the observations and traces of calls.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
