/**
 * Values of Java and their bytes in MessagePack, by one table of types.
 */
@NullMarked
package io.multifrost.internal.value;

import org.jspecify.annotations.NullMarked;
