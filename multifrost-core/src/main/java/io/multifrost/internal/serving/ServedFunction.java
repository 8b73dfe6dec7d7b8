package io.multifrost.internal.serving;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostFunction;
import io.multifrost.child.CallArguments;
import io.multifrost.child.CallContext;
import io.multifrost.child.CallHandler;
import io.multifrost.child.StreamAdapter;
import io.multifrost.internal.TypeNames;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.kotlin.Coroutines;
import io.multifrost.internal.kotlin.KotlinMethods;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.value.EncodedValue;

/**
 * One function: a method, the object that it is called on, and the types that arguments
 * are converted to.
 */
final class ServedFunction {

	private final String name;

	private final Object target;

	private final Method method;

	private final Method declared;

	private final Type[] parameterTypes;

	private final int contextIndex;

	private final boolean takesAnyArguments;

	private final boolean variable;

	private final boolean suspend;

	private final List<StreamAdapter> adapters;

	private final boolean takesItems;

	private final ParameterNames names;

	/**
	 * Create a function.
	 * @param name the name on the wire
	 * @param target the object that the method is called on
	 * @param method a method that can be called on the target
	 * @param declared the method as the object's own class declares it
	 */
	ServedFunction(String name, Object target, Method method, Method declared) {
		this(name, target, method, declared, List.of());
	}

	private ServedFunction(String name, Object target, Method method, Method declared, List<StreamAdapter> adapters) {
		Type[] parameterTypes = KotlinMethods.parameterTypes(declared);
		this.name = name;
		this.target = target;
		this.method = method;
		this.declared = declared;
		this.contextIndex = Arrays.asList(parameterTypes).indexOf(CallContext.class);
		this.parameterTypes = withoutContext(parameterTypes);
		this.takesAnyArguments = this.parameterTypes.length == 1 && this.parameterTypes[0] == CallArguments.class;
		this.variable = method.isVarArgs();
		this.suspend = KotlinMethods.isSuspend(declared);
		this.adapters = adapters;
		this.takesItems = Arrays.stream(this.parameterTypes)
			.anyMatch((type) -> StreamParameter.of(type, adapters) != null);
		this.names = this.takesAnyArguments ? ParameterNames.NONE : ParameterNames.of(declared);
		if (this.variable && this.takesItems) {
			throw new IllegalArgumentException("Function '" + name + "' of " + declared.getDeclaringClass().getName()
					+ " takes a stream and any number of arguments; take these as a list");
		}
		if (this.suspend && !KotlinMethods.hasCoroutines()) {
			throw new IllegalArgumentException("Function '" + name + "' of " + declared.getDeclaringClass().getName()
					+ " is a suspend function, which needs kotlinx-coroutines-core on the class path");
		}
		method.setAccessible(true);
	}

	/**
	 * Create a function that is no method.
	 * @param name the name on the wire
	 * @param handler what runs
	 * @return the function
	 */
	static ServedFunction of(String name, CallHandler handler) {
		try {
			Method method = CallHandler.class.getMethod("handle", CallArguments.class);
			return new ServedFunction(name, handler, method, method);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the same function with adapters for the streams that it returns and takes.
	 */
	ServedFunction with(List<StreamAdapter> adapters) {
		return new ServedFunction(this.name, this.target, this.method, this.declared, adapters);
	}

	private static Type[] withoutContext(Type[] types) {
		return Arrays.stream(types).filter((type) -> type != CallContext.class).toArray(Type[]::new);
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the types of the arguments on the wire.
	 */
	Type[] parameterTypes() {
		return this.parameterTypes;
	}

	/**
	 * Return what a parent may know of the function, as it is sent.
	 */
	Map<String, Object> describe() {
		MultifrostFunction annotation = this.declared.getAnnotation(MultifrostFunction.class);
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("name", this.name);
		described.put("parameters",
				Arrays.stream(KotlinMethods.parameters(this.declared))
					.filter((parameter) -> parameter.getType() != CallContext.class)
					.map(this::describe)
					.toList());
		Type returnType = KotlinMethods.returnType(this.declared);
		described.put("returns", TypeNames.of(returnType));
		described.put("stream", StreamParameter.of(returnType, this.adapters) != null);
		if (annotation != null && !annotation.description().isEmpty()) {
			described.put("doc", annotation.description());
		}
		described.put("idempotent", annotation != null && annotation.idempotent());
		return described;
	}

	/**
	 * A star before the name says that there may be any number of arguments.
	 */
	private Map<String, Object> describe(Parameter parameter) {
		boolean rest = this.takesAnyArguments || parameter.isVarArgs();
		Type type = parameter.getParameterizedType();
		if (parameter.isVarArgs()) {
			type = parameter.getType().getComponentType();
		}
		return Map.of("name", (rest ? "*" : "") + parameter.getName(), "type",
				this.takesAnyArguments ? "" : TypeNames.of(type), "optional", rest, "keyword_only", false);
	}

	/**
	 * Convert what the function was called with.
	 * @param codec the codec
	 * @param served the call
	 * @param parents the way to the parents, who are asked for what comes in items
	 * @return the arguments for the parameters
	 * @throws io.multifrost.MultifrostException if they do not fit the parameters
	 */
	@Nullable Object[] decode(MessageCodec codec, ServedCall served, ParentLink parents) {
		Call call = served.call();
		Object keywords = call.metadata().get(Call.KEYWORD_ARGUMENTS);
		EncodedValue arguments = (keywords != null) ? this.names.place(codec, this.name, call.arguments(), keywords)
				: call.arguments();
		if (this.takesItems || StreamArguments.areIn(served)) {
			return new StreamArguments(codec, parents, this.adapters).decode(served, arguments, this.parameterTypes);
		}
		if (this.takesAnyArguments) {
			return new Object[] { new EncodedArguments(codec, arguments) };
		}
		return this.variable ? codec.arguments().decodeVariable(arguments, this.parameterTypes)
				: codec.arguments().decode(arguments, this.parameterTypes);
	}

	/**
	 * Return whether its arguments are converted when it asks for them, which it may do
	 * late.
	 */
	boolean convertsLate() {
		return this.takesAnyArguments;
	}

	/**
	 * Call the function.
	 * @param served the call
	 * @param arguments the arguments, already converted
	 * @return what the method returned, adapted to what can be sent
	 * @throws Throwable what the method threw
	 */
	@Nullable Object invoke(ServedCall served, @Nullable Object[] arguments) throws Throwable {
		@Nullable Object[] all = (this.contextIndex < 0) ? arguments : withContext(served, arguments);
		if (this.suspend) {
			return invokeSuspending(served, all);
		}
		try {
			return adapted(this.method.invoke(this.target, all));
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private CompletableFuture<Object> invokeSuspending(ServedCall served, @Nullable Object[] arguments) {
		CompletableFuture<Object> running = Coroutines.start((continuation) -> {
			@Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
			all[arguments.length] = continuation;
			return this.method.invoke(this.target, all);
		});
		served.running(running);
		return running.thenApply((result) -> adapted(Coroutines.withoutUnit(result)));
	}

	private @Nullable Object adapted(@Nullable Object result) {
		Object adapted = result;
		for (StreamAdapter adapter : this.adapters) {
			adapted = (adapted != null) ? adapter.adaptResult(adapted) : null;
		}
		return adapted;
	}

	private @Nullable Object[] withContext(ServedCall served, @Nullable Object[] arguments) {
		List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
		all.add(this.contextIndex, served);
		return all.toArray();
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
