/**
 * Keys by which parents and services know each other.
 */
@NullMarked
package io.multifrost.security;

import org.jspecify.annotations.NullMarked;
