/**
 * Workers in containers of Testcontainers.
 */
@NullMarked
package io.multifrost.spring.testcontainers;

import org.jspecify.annotations.NullMarked;
