/**
 * A small web application whose functions live in worker processes.
 */
@NullMarked
package io.multifrost.sample;

import org.jspecify.annotations.NullMarked;
