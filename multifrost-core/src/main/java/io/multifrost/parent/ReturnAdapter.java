package io.multifrost.parent;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
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

	/**
	 * Return what each item is converted to, where a method returns a stream of items. It
	 * is asked before {@link #resultType}.
	 * @param returnType the return type of a method
	 * @return the type of one item, or {@code null} if the return type is no stream of
	 * this adapter's
	 */
	default @Nullable Type itemType(Type returnType) {
		return null;
	}

	/**
	 * Make the value that a method returns for a stream of items.
	 * @param items makes the call with each subscription, gives its items in order on the
	 * callback executor, and fails with what the call fails with; whoever cancels the
	 * subscription gives the call up. The entries of a worker's array are its items
	 * @param returnType the return type of the method
	 * @return a value of the method's return type
	 */
	default Object adaptStream(Flow.Publisher<Object> items, Type returnType) {
		throw new UnsupportedOperationException(getClass().getName() + " names the type of an item, but has no stream");
	}

	/**
	 * Return whether arguments of a type are sent item by item.
	 * @param parameterType the type of a parameter of a method
	 * @return whether {@link #adaptArgument} makes a publisher of them
	 */
	default boolean isStream(Type parameterType) {
		return false;
	}

	/**
	 * Make a publisher of an argument.
	 * @param argument an argument for a parameter that is a stream of this adapter's
	 * @return gives its items
	 */
	default Flow.Publisher<?> adaptArgument(Object argument) {
		throw new UnsupportedOperationException(getClass().getName() + " has no stream for arguments");
	}

}
