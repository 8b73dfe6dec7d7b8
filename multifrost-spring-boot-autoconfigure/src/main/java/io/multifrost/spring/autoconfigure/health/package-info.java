/**
 * Auto-configuration of {@link io.multifrost.spring.health}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
