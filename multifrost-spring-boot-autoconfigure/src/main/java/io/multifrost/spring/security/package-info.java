/**
 * Who has called, told to workers by their callers.
 */
@NullMarked
package io.multifrost.spring.security;

import org.jspecify.annotations.NullMarked;
