/**
 * What several packages of this library share and nobody else should use.
 */
@NullMarked
package io.multifrost.internal;

import org.jspecify.annotations.NullMarked;
