package io.multifrost.internal.client;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.KeywordArgument;
import io.multifrost.MultifrostFunction;
import io.multifrost.internal.Durations;
import io.multifrost.internal.TypeNames;
import io.multifrost.internal.call.Caller;
import io.multifrost.internal.call.StreamCall;
import io.multifrost.internal.kotlin.Coroutines;
import io.multifrost.internal.kotlin.KotlinMethods;
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

	/** For each parameter, by which name it is given, or {@code null} for by position. */
	private final @Nullable String[] keywords;

	private final boolean spread;

	/** For each parameter, what makes a publisher of its arguments, or {@code null}. */
	private final @Nullable ReturnAdapter[] sources;

	/** Whether the parameters are the arguments, one for one. */
	private final boolean plain;

	private final Type resultType;

	/** Whether the last argument is what waits for the result. */
	private final boolean suspend;

	private final @Nullable ReturnAdapter adapter;

	/** Makes the value of a method whose result is a stream, or {@code null}. */
	private final @Nullable Function<StreamCall, Object> stream;

	private final @Nullable String promise;

	private ClientMethod(Method method, List<ReturnAdapter> adapters, Type resultType, @Nullable ReturnAdapter adapter,
			@Nullable Function<StreamCall, Object> stream) {
		this.function = function(method);
		this.ownOptions = ownOptions(method);
		this.optionsIndex = optionsIndex(method);
		this.keywords = keywords(method, this.optionsIndex);
		this.spread = method.isVarArgs();
		this.sources = Arrays.stream(KotlinMethods.parameterTypes(method))
			.map((type) -> adapterOf(type, adapters))
			.toArray(ReturnAdapter[]::new);
		this.plain = this.optionsIndex < 0 && !this.spread && Stream.of(this.keywords).allMatch(Objects::isNull)
				&& Stream.of(this.sources).allMatch(Objects::isNull);
		this.resultType = resultType;
		this.adapter = adapter;
		this.stream = stream;
		this.suspend = KotlinMethods.isSuspend(method);
		this.promise = (adapter == null && stream == null && resultType != void.class
				&& ResultNullness.isNonNull(method))
						? "method " + name(method) + " promises a result of type " + TypeNames.of(resultType) : null;
	}

	/**
	 * Check a method.
	 * @param method an abstract method of a client interface
	 * @param variables what the client makes of type variables
	 * @param adapters the adapters for return types, asked in order
	 * @return the checked method
	 * @throws IllegalArgumentException if the method cannot be served, naming it
	 */
	static ClientMethod of(Method method, TypeVariables variables, List<ReturnAdapter> adapters,
			UnsupportedTypes unsupported) {
		if (method.getTypeParameters().length > 0) {
			throw invalid(method, "has type parameters; name concrete types, as the result is converted to them");
		}
		checkParameters(method, variables, adapters, unsupported);
		Type returnType = resolved(method, variables, KotlinMethods.returnType(method));
		for (ReturnAdapter adapter : adapters) {
			Type itemType = adapter.itemType(returnType);
			if (itemType != null) {
				return new ClientMethod(method, adapters, checked(method, itemType, unsupported), null,
						(stream) -> adapter.adaptStream(stream.publisher(), returnType));
			}
			Type resultType = adapter.resultType(returnType);
			if (resultType != null) {
				return new ClientMethod(method, adapters, checked(method, resultType, unsupported), adapter, null);
			}
		}
		StreamForm form = StreamForm.of(returnType);
		return (form != null)
				? new ClientMethod(method, adapters, checked(method, form.itemType(returnType), unsupported), null,
						form::of)
				: new ClientMethod(method, adapters, checked(method, returnType, unsupported), null, null);
	}

	/**
	 * Return the name of the function that a method calls.
	 */
	static String function(Method method) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		return (annotation != null && !annotation.value().isEmpty()) ? annotation.value() : KotlinMethods.name(method);
	}

	private static Type resolved(Method method, TypeVariables variables, Type type) {
		return (method.getDeclaringClass().getTypeParameters().length > 0) ? variables.resolve(type) : type;
	}

	private static void checkParameters(Method method, TypeVariables variables, List<ReturnAdapter> adapters,
			UnsupportedTypes unsupportedTypes) {
		if (KotlinMethods.isSuspend(method) && !KotlinMethods.hasCoroutines()) {
			throw invalid(method, "is a suspend function, which needs kotlinx-coroutines-core on the class path");
		}
		for (Type parameter : KotlinMethods.parameterTypes(method)) {
			Type type = resolved(method, variables, parameter);
			boolean stream = adapterOf(type, adapters) != null || StreamForm.of(type) != null;
			Type unsupported = stream ? null : unsupportedTypes.ofParameter(type);
			if (unsupported != null) {
				throw invalid(method, "takes " + unsupported.getTypeName()
						+ ", which cannot be sent to another process; take the values that are needed there");
			}
		}
	}

	private static @Nullable ReturnAdapter adapterOf(Type parameter, List<ReturnAdapter> adapters) {
		return adapters.stream().filter((adapter) -> adapter.isStream(parameter)).findFirst().orElse(null);
	}

	private static CallOptions ownOptions(Method method) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		CallOptions options = (annotation != null && annotation.idempotent())
				? CallOptions.DEFAULTS.withIdempotent(true) : CallOptions.DEFAULTS;
		if (annotation == null || annotation.timeout().isBlank()) {
			return options;
		}
		try {
			return options.withTimeout(Durations.parse(annotation.timeout()));
		}
		catch (IllegalArgumentException ex) {
			throw invalid(method, "has a timeout that cannot be used: " + ex.getMessage());
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

	private static @Nullable String[] keywords(Method method, int optionsIndex) {
		Parameter[] parameters = KotlinMethods.parameters(method);
		@Nullable String[] keywords = new @Nullable String[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			KeywordArgument annotation = parameters[i].getAnnotation(KeywordArgument.class);
			if (annotation == null) {
				continue;
			}
			String keyword = annotation.value();
			if (keyword.isBlank() || i == optionsIndex) {
				throw invalid(method, "has @KeywordArgument at parameter " + (i + 1)
						+ (keyword.isBlank() ? " without a name" : ", whose type CallOptions is no argument"));
			}
			if (Arrays.asList(keywords).contains(keyword)) {
				throw invalid(method, "has more than one parameter for the keyword argument '" + keyword + "'");
			}
			keywords[i] = keyword;
		}
		return keywords;
	}

	private static Type checked(Method method, Type type, UnsupportedTypes unsupportedTypes) {
		if (type instanceof TypeVariable<?>) {
			throw invalid(method, "returns the type variable " + type + "; name a concrete type");
		}
		Type unsupported = unsupportedTypes.ofResult(type);
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
		return KotlinMethods.name(method) + " of client " + method.getDeclaringClass().getName();
	}

	@Nullable Object invoke(Caller caller, CallOptions clientOptions, @Nullable Object @Nullable [] parameters) {
		if (!this.suspend || parameters == null) {
			return call(caller, clientOptions, parameters, null);
		}
		int last = parameters.length - 1;
		return call(caller, clientOptions, Arrays.copyOf(parameters, last), parameters[last]);
	}

	private @Nullable Object call(Caller caller, CallOptions clientOptions, @Nullable Object @Nullable [] parameters,
			@Nullable Object continuation) {
		CallOptions options = options(clientOptions, parameters);
		@Nullable Object[] arguments = arguments(parameters);
		if (this.stream != null) {
			return this.stream.apply(caller.stream(options, this.function, this.resultType, arguments));
		}
		if (this.adapter == null && continuation != null) {
			CompletableFuture<Object> result = caller.callAsync(options, this.function, this.resultType, this.promise,
					arguments);
			return Coroutines.await(result, this.resultType == void.class, continuation);
		}
		if (this.adapter == null) {
			return caller.call(options, this.function, this.resultType, this.promise, arguments);
		}
		Supplier<CompletableFuture<Object>> call = () -> caller.callAsync(options, this.function, this.resultType,
				arguments, null);
		return this.adapter.adapt(call);
	}

	private CallOptions options(CallOptions clientOptions, @Nullable Object @Nullable [] parameters) {
		CallOptions options = this.ownOptions.orElse(clientOptions);
		if (parameters == null) {
			return options;
		}
		if (this.optionsIndex >= 0 && parameters[this.optionsIndex] instanceof CallOptions own) {
			options = own.orElse(options);
		}
		for (int i = 0; i < parameters.length; i++) {
			String keyword = this.keywords[i];
			if (keyword == null) {
				continue;
			}
			if (options.keywordArguments().containsKey(keyword)) {
				throw new IllegalArgumentException("Function '" + this.function + "' is given the keyword argument '"
						+ keyword + "' twice: by parameter " + (i + 1) + " of the client's method, and by CallOptions");
			}
			options = options.withKeywordArgument(keyword, parameters[i]);
		}
		return options;
	}

	private @Nullable Object[] arguments(@Nullable Object @Nullable [] parameters) {
		if (parameters == null) {
			return NO_ARGUMENTS;
		}
		if (this.plain) {
			return parameters;
		}
		List<@Nullable Object> arguments = new ArrayList<>(parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Object parameter = parameters[i];
			if (i == this.optionsIndex || this.keywords[i] != null) {
				continue;
			}
			ReturnAdapter source = this.sources[i];
			if (source != null && parameter != null) {
				arguments.add(source.adaptArgument(parameter));
			}
			else if (!this.spread || i < parameters.length - 1) {
				arguments.add(parameter);
			}
			else if (parameter != null) {
				for (int j = 0; j < Array.getLength(parameter); j++) {
					arguments.add(Array.get(parameter, j));
				}
			}
		}
		return arguments.toArray();
	}

}
