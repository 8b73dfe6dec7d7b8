/**
 * The functions that a worker serves, and the way of a call through them.
 */
@NullMarked
package io.multifrost.internal.serving;

import org.jspecify.annotations.NullMarked;
