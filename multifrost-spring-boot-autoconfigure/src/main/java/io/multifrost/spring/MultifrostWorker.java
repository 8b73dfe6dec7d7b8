package io.multifrost.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a class a bean whose functions are served: to the parent that started this
 * application as one of its workers, or else, where there is a service id, to all parents
 * that look for it. The functions are the methods that are marked with
 * {@link io.multifrost.MultifrostFunction}, or, where none is, all public methods of the
 * class. They are called through the bean's proxy where it has one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Component
public @interface MultifrostWorker {

	/**
	 * The name of the bean.
	 * @return the name; one made from the class's where empty
	 */
	@AliasFor(annotation = Component.class)
	String value() default "";

	/**
	 * The namespace of the functions. May hold placeholders.
	 * @return the namespace; the property {@code multifrost.worker.namespace} where empty
	 */
	String namespace() default "";

	/**
	 * The id under which parents find the functions, where no parent has started this
	 * application. May hold placeholders.
	 * @return the id; the property {@code multifrost.worker.service-id} where empty
	 */
	String serviceId() default "";

}
