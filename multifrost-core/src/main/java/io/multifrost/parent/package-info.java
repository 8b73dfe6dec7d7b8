/**
 * The side that calls: workers as objects, their lives, and the calls that are under way.
 */
@NullMarked
package io.multifrost.parent;

import org.jspecify.annotations.NullMarked;
