/**
 * The messages of the protocol, and their way to bytes and back.
 */
@NullMarked
package io.multifrost.message;

import org.jspecify.annotations.NullMarked;
