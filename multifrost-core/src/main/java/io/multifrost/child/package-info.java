/**
 * The side that serves: functions, and the process or bean that lends them to parents.
 */
@NullMarked
package io.multifrost.child;

import org.jspecify.annotations.NullMarked;
