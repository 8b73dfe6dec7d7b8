package io.multifrost.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the application's clients alone: there are its
 * {@link io.multifrost.spring.MultifrostClient @MultifrostClient} interfaces and the
 * workers that they call, but no web server and none of its components. Workers are
 * {@code static} fields of the test of type {@link MultifrostTestWorker}, or containers
 * with {@code @ServiceConnection}; those of the configuration that have neither start as
 * usual.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(MultifrostTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(MultifrostTypeExcludeFilter.class)
@AutoConfigureMultifrost
@ImportAutoConfiguration
public @interface MultifrostTest {

	/**
	 * Properties of the environment.
	 * @return the properties, each as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether the application's components are left out.
	 * @return whether they are
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Which of the application's components are there all the same.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Which of the application's components are left out beside the others.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that are left out.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
