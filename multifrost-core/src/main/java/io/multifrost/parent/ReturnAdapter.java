package io.multifrost.parent;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets methods of client interfaces return a type of their own for a call, for example a
 * reactive one. {@link CompletableFuture} needs none.
 */
public interface ReturnAdapter {

	/**
	 * Return what the function's result is converted to.
	 * @param returnType the return type of a method
	 * @return the type of the result, or {@code null} if the return type is not this
	 * adapter's
	 */
	@Nullable Type resultType(Type returnType);

	/**
	 * Make the value that a method returns.
	 * @param call makes the call each time that it is asked
	 * @return a value of the method's return type
	 */
	Object adapt(Supplier<CompletableFuture<Object>> call);

}
