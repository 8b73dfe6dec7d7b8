package io.multifrost.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Looks for {@link MultifrostClient} interfaces outside the packages of the application,
 * which are searched anyway. Where no package is named, it is the one of the class that
 * is annotated.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(MultifrostClientsRegistrar.class)
public @interface EnableMultifrostClients {

	/**
	 * The packages to search, with those beneath them; short for {@link #basePackages}.
	 * @return the packages
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * The packages to search, with those beneath them.
	 * @return the packages
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Classes whose packages are searched, a type-safe way to name them.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

}
