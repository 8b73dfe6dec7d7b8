/**
 * Auto-configuration of the workers that an application calls, and of itself as a worker.
 */
@NullMarked
package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
