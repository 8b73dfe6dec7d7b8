/**
 * Auto-configuration of this application as a worker.
 */
@NullMarked
package io.multifrost.spring.autoconfigure.child;

import org.jspecify.annotations.NullMarked;
