package io.multifrost;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a parameter of a client interface's method given to the function by its name and
 * not by its position, for workers that know it: those that serve a module with this
 * library's Python package, and those in Java whose class is compiled with the names of
 * its parameters.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface KeywordArgument {

	/**
	 * The name of the function's parameter.
	 * @return the name
	 */
	String value();

}
