/**
 * Values that are made smaller on their way to another machine.
 */
@NullMarked
package io.multifrost.internal.compression;

import org.jspecify.annotations.NullMarked;
