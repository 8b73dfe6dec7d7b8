/**
 * Reactive types in the signatures of clients and of functions that are served.
 */
@NullMarked
package io.multifrost.spring.reactive;

import org.jspecify.annotations.NullMarked;
