/**
 * Circuit breakers of workers, as operators see them.
 */
@NullMarked
package io.multifrost.spring.circuitbreaker;

import org.jspecify.annotations.NullMarked;
