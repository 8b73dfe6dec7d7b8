/**
 * Auto-configuration of {@link io.multifrost.spring.web}.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
