/**
 * Auto-configuration of the meters of calls and workers.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
