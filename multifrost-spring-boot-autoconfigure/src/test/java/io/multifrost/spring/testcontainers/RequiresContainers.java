package io.multifrost.spring.testcontainers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need a Docker engine.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainersCondition.class)
public @interface RequiresContainers {

	/**
	 * Whether Docker Compose is needed as well.
	 */
	boolean compose() default false;

}
