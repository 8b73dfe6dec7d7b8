/**
 * The actuator endpoint by which operators see workers and act on them.
 */
@NullMarked
package io.multifrost.spring.endpoint;

import org.jspecify.annotations.NullMarked;
