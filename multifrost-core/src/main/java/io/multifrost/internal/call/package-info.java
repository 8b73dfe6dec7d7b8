/**
 * The way of a call and its answer: the caller, the calls that wait, the clients.
 */
@NullMarked
package io.multifrost.internal.call;

import org.jspecify.annotations.NullMarked;
