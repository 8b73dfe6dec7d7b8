/**
 * What is counted of calls, for whoever reads it: the endpoint, meters and observations.
 */
@NullMarked
package io.multifrost.spring.calls;

import org.jspecify.annotations.NullMarked;
