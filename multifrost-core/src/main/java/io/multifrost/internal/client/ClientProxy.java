package io.multifrost.internal.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.call.Caller;
import io.multifrost.internal.kotlin.KotlinMethods;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ReturnAdapter;

/**
 * Turns the methods of a client interface into calls. All methods are checked when the
 * proxy is made, so that a mistake shows at start and not at the first call.
 */
public final class ClientProxy implements InvocationHandler {

	private final Class<?> type;

	private final Caller caller;

	private final CallOptions options;

	private final Map<Method, ClientMethod> methods = new HashMap<>();

	/** Code of methods that is not in the interface itself. */
	private final Map<Method, Method> locals = new HashMap<>();

	private ClientProxy(Class<?> type, Caller caller, CallOptions options) {
		this.type = type;
		this.caller = caller;
		this.options = options;
		List<ReturnAdapter> adapters = new ArrayList<>(caller.settings().returnAdapters());
		adapters.add(new FutureReturnAdapter());
		TypeVariables variables = new TypeVariables(type);
		UnsupportedTypes unsupported = new UnsupportedTypes(caller.mapper());
		for (Method method : type.getMethods()) {
			Method local = Modifier.isAbstract(method.getModifiers()) ? KotlinMethods.defaultImplementation(method)
					: null;
			if (local != null) {
				this.locals.put(method, local);
			}
			else if (Modifier.isAbstract(method.getModifiers())) {
				this.methods.put(method, ClientMethod.of(method, variables, adapters, unsupported));
			}
		}
	}

	/**
	 * Make a client.
	 * @throws IllegalArgumentException if the type is not an interface, or one of its
	 * methods cannot be served
	 */
	public static <T> T create(Class<T> type, Caller caller, CallOptions options) {
		if (!type.isInterface()) {
			throw new IllegalArgumentException("A client has to be an interface, and " + type.getName() + " is not");
		}
		if (type.getTypeParameters().length > 0) {
			throw new IllegalArgumentException(
					"Client " + type.getName() + " has type parameters; name concrete types");
		}
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new ClientProxy(type, caller, options)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		ClientMethod function = this.methods.get(method);
		if (function != null) {
			return function.invoke(this.caller, this.options, arguments);
		}
		if (method.isDefault()) {
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}
		Method local = this.locals.get(method);
		if (local != null) {
			return invokeLocal(local, proxy, arguments);
		}
		return switch (method.getName()) {
			case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> this.type.getSimpleName() + " of worker '" + this.caller.settings().worker() + "'";
		};
	}

	private static @Nullable Object invokeLocal(Method local, Object proxy, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		List<@Nullable Object> all = new ArrayList<>();
		all.add(proxy);
		if (arguments != null) {
			all.addAll(Arrays.asList(arguments));
		}
		try {
			return local.invoke(null, all.toArray());
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	/**
	 * Methods that return {@link CompletableFuture} or {@link CompletionStage}.
	 */
	private static final class FutureReturnAdapter implements ReturnAdapter {

		@Override
		public @Nullable Type resultType(Type returnType) {
			return (returnType instanceof ParameterizedType future
					&& (future.getRawType() == CompletableFuture.class || future.getRawType() == CompletionStage.class))
							? future.getActualTypeArguments()[0] : null;
		}

		@Override
		public Object adapt(Supplier<CompletableFuture<Object>> call) {
			return call.get();
		}

	}

}
