package io.multifrost.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an interface a client of a worker: it becomes a bean, and each of its methods
 * calls the worker's function of the same name. Interfaces are found in the packages of
 * the application, and in those that {@link EnableMultifrostClients} names.
 * <p>
 * A method may return the value itself, {@code void}, {@link java.util.Optional},
 * {@link java.util.concurrent.CompletableFuture} or, where Reactor is on the class path,
 * {@code Mono}, which makes its call anew for each subscriber.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MultifrostClient {

	/**
	 * The name of the worker, as in {@code multifrost.parents.<name>}. May hold
	 * placeholders.
	 * @return the name
	 */
	String value();

	/**
	 * The namespace of the functions. May hold placeholders.
	 * @return the namespace; the worker's default where empty
	 */
	String namespace() default "";

	/**
	 * The time that a call may take, for example {@code 5s} or {@code PT5S}; zero means
	 * without limit. May hold placeholders.
	 * @return the timeout; the worker's default where empty
	 */
	String timeout() default "";

}
