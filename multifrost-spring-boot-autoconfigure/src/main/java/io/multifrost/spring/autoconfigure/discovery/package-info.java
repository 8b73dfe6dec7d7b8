/**
 * Auto-configuration of {@link io.multifrost.spring.discovery}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.discovery;

import org.jspecify.annotations.NullMarked;
