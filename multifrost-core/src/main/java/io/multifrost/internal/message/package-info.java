/**
 * The messages of the protocol, and their bytes.
 */
@NullMarked
package io.multifrost.internal.message;

import org.jspecify.annotations.NullMarked;
