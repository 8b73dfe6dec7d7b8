/**
 * The instances of a worker: their start, heartbeats, replacement, recovery and stop.
 */
@NullMarked
package io.multifrost.internal.supervision;

import org.jspecify.annotations.NullMarked;
