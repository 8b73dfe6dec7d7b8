/**
 * The interfaces of clients, whose methods are calls.
 */
@NullMarked
package io.multifrost.internal.client;

import org.jspecify.annotations.NullMarked;
