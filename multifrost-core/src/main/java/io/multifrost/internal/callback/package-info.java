/**
 * Runs code of users, on threads where it holds up nobody.
 */
@NullMarked
package io.multifrost.internal.callback;

import org.jspecify.annotations.NullMarked;
