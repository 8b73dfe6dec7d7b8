/**
 * Auto-configuration of {@link io.multifrost.spring.info}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.info;

import org.jspecify.annotations.NullMarked;
