package io.multifrost.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need the Python that the build has made under {@code target/python}.
 * They are skipped, saying so, where it could not be made, but never in CI.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PythonCondition.class)
public @interface RequiresPython {

}
