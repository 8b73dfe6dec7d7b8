package io.multifrost.spring.spawned;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * Marks what a test's advice is applied to.
 */
@Retention(RetentionPolicy.RUNTIME)
@interface Advised {

}
