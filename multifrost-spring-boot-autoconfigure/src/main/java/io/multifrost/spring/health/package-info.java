/**
 * Health of workers.
 */
@NullMarked
package io.multifrost.spring.health;

import org.jspecify.annotations.NullMarked;
