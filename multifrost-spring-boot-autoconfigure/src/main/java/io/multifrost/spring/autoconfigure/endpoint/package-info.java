/**
 * Auto-configuration of {@link io.multifrost.spring.endpoint}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
