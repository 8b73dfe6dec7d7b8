/**
 * What the actuator's info endpoint says of workers.
 */
@NullMarked
package io.multifrost.spring.info;

import org.jspecify.annotations.NullMarked;
