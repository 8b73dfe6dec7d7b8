/**
 * Events of workers and their calls, by name, in the log.
 */
@NullMarked
package io.multifrost.spring.logging;

import org.jspecify.annotations.NullMarked;
