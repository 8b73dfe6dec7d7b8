package io.multifrost.parent;

import java.lang.reflect.Type;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A call that is to be made: one of many for {@link ParentWorker#callAll}. It holds the
 * arguments themselves, which must not be changed before it was made.
 *
 * @param <T> the type of the result
 */
public final class FunctionCall<T> {

	private final CallOptions options;

	private final String function;

	private final Type type;

	private final @Nullable Object[] arguments;

	private FunctionCall(CallOptions options, String function, Type type, @Nullable Object[] arguments) {
		this.options = options;
		this.function = Objects.requireNonNull(function, "function");
		this.type = type;
		this.arguments = arguments;
	}

	/**
	 * Describe a call.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to; {@code Void.class} to ignore it
	 * @param arguments the arguments
	 * @return the call
	 */
	public static <T> FunctionCall<T> of(String function, Class<T> type, @Nullable Object... arguments) {
		return new FunctionCall<>(CallOptions.DEFAULTS, function, type, arguments);
	}

	/**
	 * Describe a call.
	 * @param <T> the type of the result
	 * @param function the name of the function
	 * @param type what the result is converted to
	 * @param arguments the arguments
	 * @return the call
	 */
	public static <T> FunctionCall<T> of(String function, TypeRef<T> type, @Nullable Object... arguments) {
		return new FunctionCall<>(CallOptions.DEFAULTS, function, type.type(), arguments);
	}

	/**
	 * Return a copy with options of its own.
	 * @param options what this call does differently
	 * @return the copy
	 */
	public FunctionCall<T> withOptions(CallOptions options) {
		return new FunctionCall<>(Objects.requireNonNull(options, "options"), this.function, this.type, this.arguments);
	}

	CallOptions options() {
		return this.options;
	}

	String function() {
		return this.function;
	}

	Type type() {
		return this.type;
	}

	@Nullable Object[] arguments() {
		return this.arguments;
	}

	@Override
	public String toString() {
		return this.function + " with " + this.arguments.length + " arguments";
	}

}
