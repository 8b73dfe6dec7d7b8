/**
 * Properties of workers, as they are bound.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
