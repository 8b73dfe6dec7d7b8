/**
 * Auto-configuration of {@link io.multifrost.spring.logging}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
