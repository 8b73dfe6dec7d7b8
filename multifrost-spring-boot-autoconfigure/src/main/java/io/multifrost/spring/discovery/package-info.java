/**
 * Services of many machines, found and published by Spring Cloud.
 */
@NullMarked
package io.multifrost.spring.discovery;

import org.jspecify.annotations.NullMarked;
