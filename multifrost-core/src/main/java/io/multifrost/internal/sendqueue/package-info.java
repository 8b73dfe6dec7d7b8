/**
 * What waits to be sent, bounded.
 */
@NullMarked
package io.multifrost.internal.sendqueue;

import org.jspecify.annotations.NullMarked;
