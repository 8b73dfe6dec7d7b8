/**
 * Workers in services of Docker Compose.
 */
@NullMarked
package io.multifrost.spring.docker.compose;

import org.jspecify.annotations.NullMarked;
