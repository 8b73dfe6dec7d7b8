package io.multifrost;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the function that a method serves or calls. Where it stands on a method of a
 * worker, the methods so marked are the only ones that are served; on a method of a
 * client interface it gives the remote name where that differs from the method's.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MultifrostFunction {

	/**
	 * The name of the function on the wire.
	 * @return the name; the method's own where empty
	 */
	String value() default "";

	/**
	 * What the function does, for people who list the functions of a worker.
	 * @return a sentence
	 */
	String description() default "";

	/**
	 * Whether running the function twice does no harm. On a method of a client interface,
	 * a call whose worker is lost while it waits for the answer is then sent once more,
	 * to the worker's next process or to another instance.
	 * @return whether it may run twice
	 */
	boolean idempotent() default false;

	/**
	 * The time that a call may take, for example {@code 2s}, {@code 500ms} or
	 * {@code PT2S}; zero means without limit. On a method of a client interface alone,
	 * where it goes before what the client and the worker say, and after the options of a
	 * single call.
	 * @return the timeout; the client's where empty
	 */
	String timeout() default "";

}
