/**
 * Where the instances of a service are.
 */
@NullMarked
package io.multifrost.internal.discovery;

import org.jspecify.annotations.NullMarked;
