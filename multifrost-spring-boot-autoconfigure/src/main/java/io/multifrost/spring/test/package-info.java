/**
 * Tests of applications without the processes of their workers.
 */
@NullMarked
package io.multifrost.spring.test;

import org.jspecify.annotations.NullMarked;
