/**
 * Items on their way from one side of a call to the other, the same for results and for
 * arguments: no more than the reader has given credit for.
 */
@NullMarked
package io.multifrost.internal.stream;

import org.jspecify.annotations.NullMarked;
