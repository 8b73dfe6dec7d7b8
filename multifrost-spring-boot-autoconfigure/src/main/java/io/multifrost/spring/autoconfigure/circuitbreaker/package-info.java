/**
 * Auto-configuration of the circuit breakers of workers.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.circuitbreaker;

import org.jspecify.annotations.NullMarked;
