package io.multifrost.internal.call;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostFunction;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ReturnAdapter;

/**
 * One method of a client interface, checked when the client is made: the function it
 * calls, the type its result is converted to, and how that is handed back.
 */
final class ClientMethod {

	private static final Object[] NO_ARGUMENTS = new Object[0];

	private final String function;

	private final CallOptions ownOptions;

	private final int optionsIndex;

	private final boolean spread;

	private final Type resultType;

	private final @Nullable ReturnAdapter adapter;

	/** Whether there is a stream of results, not one. */
	private final boolean stream;

	private final @Nullable String promise;

	private ClientMethod(Method method, Type resultType, @Nullable ReturnAdapter adapter, boolean stream) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		this.function = function(method);
		this.ownOptions = (annotation != null && annotation.idempotent()) ? CallOptions.DEFAULTS.withIdempotent(true)
				: CallOptions.DEFAULTS;
		this.optionsIndex = optionsIndex(method);
		this.spread = method.isVarArgs();
		this.resultType = resultType;
		this.adapter = adapter;
		this.stream = stream;
		this.promise = (adapter == null && ResultNullness.isNonNull(method))
				? "method " + name(method) + " promises a result of type " + method.getReturnType().getSimpleName()
				: null;
	}

	/**
	 * Check a method.
	 * @param method an abstract method of a client interface
	 * @param variables what the client makes of type variables
	 * @param adapters the adapters for return types, asked in order
	 * @return the checked method
	 * @throws IllegalArgumentException if the method cannot be served, naming it
	 */
	static ClientMethod of(Method method, TypeVariables variables, List<ReturnAdapter> adapters) {
		if (method.getTypeParameters().length > 0) {
			throw invalid(method, "has type parameters; name concrete types, as the result is converted to them");
		}
		checkParameters(method, variables);
		Type returnType = resolved(method, variables, method.getGenericReturnType());
		for (ReturnAdapter adapter : adapters) {
			Type itemType = adapter.itemType(returnType);
			Type resultType = (itemType != null) ? itemType : adapter.resultType(returnType);
			if (resultType != null) {
				return new ClientMethod(method, checked(method, resultType), adapter, itemType != null);
			}
		}
		return new ClientMethod(method, checked(method, returnType), null, false);
	}

	/**
	 * Return the name of the function that a method calls.
	 */
	static String function(Method method) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		return (annotation != null && !annotation.value().isEmpty()) ? annotation.value() : method.getName();
	}

	private static Type resolved(Method method, TypeVariables variables, Type type) {
		return (method.getDeclaringClass().getTypeParameters().length > 0) ? variables.resolve(type) : type;
	}

	private static void checkParameters(Method method, TypeVariables variables) {
		for (Type parameter : method.getGenericParameterTypes()) {
			Type type = resolved(method, variables, parameter);
			if (type.getTypeName().startsWith("kotlin.coroutines.Continuation")) {
				throw invalid(method, "is a suspend function, which is not supported; return CompletableFuture<T>");
			}
			Type unsupported = UnsupportedTypes.ofParameter(type);
			if (unsupported != null) {
				throw invalid(method, "takes " + unsupported.getTypeName()
						+ ", which cannot be sent to another process; take the values that are needed there");
			}
		}
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
		Type unsupported = UnsupportedTypes.ofResult(type);
		if (unsupported != null) {
			throw invalid(method,
					"returns " + unsupported.getTypeName()
							+ ", which is not supported; return the value (a record, a bean, a List<T>), or "
							+ "CompletableFuture<T> with a type argument");
		}
		return type;
	}

	private static IllegalArgumentException invalid(Method method, String problem) {
		return new IllegalArgumentException("Method " + name(method) + " " + problem);
	}

	private static String name(Method method) {
		return method.getName() + " of client " + method.getDeclaringClass().getName();
	}

	@Nullable Object invoke(Caller caller, CallOptions clientOptions, @Nullable Object @Nullable [] parameters) {
		CallOptions options = options(clientOptions, parameters);
		@Nullable Object[] arguments = arguments(parameters);
		if (this.adapter == null) {
			return caller.call(options, this.function, this.resultType, this.promise, arguments);
		}
		if (this.stream) {
			return this.adapter.adaptStream(caller.stream(options, this.function, this.resultType, arguments));
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
		if (this.optionsIndex < 0 && !this.spread) {
			return parameters;
		}
		int last = parameters.length - (this.spread ? 1 : 0);
		@Nullable Object more = this.spread ? parameters[last] : null;
		int moreLength = (more != null) ? Array.getLength(more) : 0;
		@Nullable Object[] arguments = new Object[last - ((this.optionsIndex >= 0) ? 1 : 0) + moreLength];
		int next = 0;
		for (int i = 0; i < last; i++) {
			if (i != this.optionsIndex) {
				arguments[next++] = parameters[i];
			}
		}
		for (int i = 0; i < moreLength; i++) {
			arguments[next++] = Array.get(more, i);
		}
		return arguments;
	}

}
