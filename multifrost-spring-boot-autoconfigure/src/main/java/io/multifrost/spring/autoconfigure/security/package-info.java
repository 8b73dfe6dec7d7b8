/**
 * Auto-configuration of {@link io.multifrost.spring.security}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
