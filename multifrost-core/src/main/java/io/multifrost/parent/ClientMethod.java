package io.multifrost.parent;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostFunction;

/**
 * One method of a client interface, checked when the client is made: the function it
 * calls, the type its result is converted to, and how that is handed back.
 */
final class ClientMethod {

	private static final Object[] NO_ARGUMENTS = new Object[0];

	private final String function;

	private final CallOptions ownOptions;

	private final int optionsIndex;

	private final Type resultType;

	private final @Nullable ReturnAdapter adapter;

	private ClientMethod(String function, CallOptions ownOptions, int optionsIndex, Type resultType,
			@Nullable ReturnAdapter adapter) {
		this.function = function;
		this.ownOptions = ownOptions;
		this.optionsIndex = optionsIndex;
		this.resultType = resultType;
		this.adapter = adapter;
	}

	/**
	 * Check a method.
	 * @param method an abstract method of a client interface
	 * @param adapters the adapters for return types, asked in order
	 * @return the checked method
	 * @throws IllegalArgumentException if the method cannot be served, naming it
	 */
	static ClientMethod of(Method method, List<ReturnAdapter> adapters) {
		if (method.getTypeParameters().length > 0) {
			throw invalid(method, "has type parameters; name concrete types, as the result is converted to them");
		}
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		String function = (annotation != null && !annotation.value().isEmpty()) ? annotation.value() : method.getName();
		CallOptions ownOptions = (annotation != null && annotation.idempotent())
				? CallOptions.DEFAULTS.withIdempotent(true) : CallOptions.DEFAULTS;
		Type returnType = method.getGenericReturnType();
		for (ReturnAdapter adapter : adapters) {
			Type resultType = adapter.resultType(returnType);
			if (resultType != null) {
				return new ClientMethod(function, ownOptions, optionsIndex(method), checked(method, resultType),
						adapter);
			}
		}
		return new ClientMethod(function, ownOptions, optionsIndex(method), checked(method, returnType), null);
	}

	private static int optionsIndex(Method method) {
		List<Class<?>> types = Arrays.asList(method.getParameterTypes());
		int index = types.indexOf(CallOptions.class);
		if (index != types.lastIndexOf(CallOptions.class)) {
			throw invalid(method, "has more than one parameter of type CallOptions");
		}
		return index;
	}

	private static Type checked(Method method, Type type) {
		if (type instanceof TypeVariable<?>) {
			throw invalid(method, "returns the type variable " + type + "; name a concrete type");
		}
		Class<?> raw = (type instanceof Class<?> named) ? named
				: (type instanceof ParameterizedType parameterized) ? (Class<?>) parameterized.getRawType() : null;
		if (raw != null && (Future.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw))) {
			throw invalid(method, "returns " + type.getTypeName()
					+ ", which is not supported; return the value, or CompletableFuture<T> with a type argument");
		}
		return type;
	}

	private static IllegalArgumentException invalid(Method method, String problem) {
		return new IllegalArgumentException(
				"Method " + method.getName() + " of client " + method.getDeclaringClass().getName() + " " + problem);
	}

	@Nullable Object invoke(Caller caller, CallOptions clientOptions, @Nullable Object @Nullable [] parameters) {
		CallOptions options = options(clientOptions, parameters);
		@Nullable Object[] arguments = arguments(parameters);
		if (this.adapter == null) {
			return caller.call(options, this.function, this.resultType, arguments);
		}
		Supplier<CompletableFuture<Object>> call = () -> caller.callAsync(options, this.function, this.resultType,
				arguments, null);
		return this.adapter.adapt(call);
	}

	private CallOptions options(CallOptions clientOptions, @Nullable Object @Nullable [] parameters) {
		if (this.optionsIndex >= 0 && parameters != null
				&& parameters[this.optionsIndex] instanceof CallOptions options) {
			return options.orElse(this.ownOptions.orElse(clientOptions));
		}
		return this.ownOptions.orElse(clientOptions);
	}

	private @Nullable Object[] arguments(@Nullable Object @Nullable [] parameters) {
		if (parameters == null) {
			return NO_ARGUMENTS;
		}
		if (this.optionsIndex < 0) {
			return parameters;
		}
		@Nullable Object[] arguments = new Object[parameters.length - 1];
		System.arraycopy(parameters, 0, arguments, 0, this.optionsIndex);
		System.arraycopy(parameters, this.optionsIndex + 1, arguments, this.optionsIndex,
				arguments.length - this.optionsIndex);
		return arguments;
	}

}
