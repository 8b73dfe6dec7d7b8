/**
 * The instances of one worker together: which there are, which of them takes a call, and
 * what the worker is when they are what they are.
 */
@NullMarked
package io.multifrost.internal.pool;

import org.jspecify.annotations.NullMarked;
