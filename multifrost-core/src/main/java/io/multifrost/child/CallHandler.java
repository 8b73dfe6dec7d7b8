package io.multifrost.child;

import org.jspecify.annotations.Nullable;

/**
 * A function that is no method, for example a lambda expression. May be called by several
 * threads at once.
 */
@FunctionalInterface
public interface CallHandler {

	/**
	 * Run the function.
	 * @param arguments what it was called with
	 * @return the result, which may be a stage that is not completed yet
	 * @throws Exception what the caller is told of
	 */
	@Nullable Object handle(CallArguments arguments) throws Exception;

}
