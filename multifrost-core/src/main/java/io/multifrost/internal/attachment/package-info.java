/**
 * How a worker is reached: by the parent that has started it, or by those that look it
 * up.
 */
@NullMarked
package io.multifrost.internal.attachment;

import org.jspecify.annotations.NullMarked;
