package io.multifrost.child;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, however many there are. A function whose only parameter on the
 * wire is of this type takes whatever it is called with. Safe for use by several threads.
 */
public interface CallArguments {

	/**
	 * Return how many arguments there are.
	 * @return the number of arguments
	 */
	int size();

	/**
	 * Return an argument as it comes: a number, text, list, map or the like.
	 * @param index the place of the argument, from 0
	 * @return the argument
	 * @throws IllegalArgumentException if there are fewer arguments
	 */
	@Nullable Object get(int index);

	/**
	 * Return an argument as a Java type.
	 * @param <T> the type
	 * @param index the place of the argument, from 0
	 * @param type the type, by the same rules as for parameters of methods
	 * @return the argument, never {@code null}
	 * @throws IllegalArgumentException if there are fewer arguments, or it is null
	 * @throws io.multifrost.ValueConversionException if the argument is no such value
	 */
	<T> T get(int index, Class<T> type);

}
