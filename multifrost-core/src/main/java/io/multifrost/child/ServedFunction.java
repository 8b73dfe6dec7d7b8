package io.multifrost.child;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * One function: a method, the object that it is called on, and the types that arguments
 * are converted to.
 */
final class ServedFunction {

	private final String name;

	private final Object target;

	private final Method method;

	private final Type[] parameterTypes;

	/**
	 * Create a function.
	 * @param name the name on the wire
	 * @param target the object that the method is called on
	 * @param method a method that can be called on the target
	 * @param parameterTypes the types of the parameters as the object's own class
	 * declares them
	 */
	ServedFunction(String name, Object target, Method method, Type[] parameterTypes) {
		this.name = name;
		this.target = target;
		this.method = method;
		this.parameterTypes = parameterTypes;
		method.setAccessible(true);
	}

	String name() {
		return this.name;
	}

	Type[] parameterTypes() {
		return this.parameterTypes;
	}

	/**
	 * Call the function.
	 * @param arguments the arguments, already converted
	 * @return what the method returned
	 * @throws Throwable what the method threw
	 */
	@Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
		try {
			return this.method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
