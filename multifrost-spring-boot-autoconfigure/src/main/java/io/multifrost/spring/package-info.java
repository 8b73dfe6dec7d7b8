/**
 * Annotations for clients and workers that are Spring beans, and the look-up of workers.
 */
@NullMarked
package io.multifrost.spring;

import org.jspecify.annotations.NullMarked;
