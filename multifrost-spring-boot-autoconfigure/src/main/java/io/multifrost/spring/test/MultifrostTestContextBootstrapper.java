package io.multifrost.spring.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the contexts of {@link MultifrostTest @MultifrostTest}.
 */
class MultifrostTestContextBootstrapper extends TestSliceTestContextBootstrapper<MultifrostTest> {

}
