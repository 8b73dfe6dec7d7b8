/**
 * What the compiler of Kotlin makes of functions. Kotlin and its coroutines need not be
 * on the class path.
 */
@NullMarked
package io.multifrost.internal.kotlin;

import org.jspecify.annotations.NullMarked;
