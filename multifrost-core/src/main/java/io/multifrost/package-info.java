/**
 * The exceptions and the protocol version that every other package shares.
 */
@NullMarked
package io.multifrost;

import org.jspecify.annotations.NullMarked;
