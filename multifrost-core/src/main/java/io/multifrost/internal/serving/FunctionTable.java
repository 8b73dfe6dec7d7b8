package io.multifrost.internal.serving;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.MultifrostFunction;
import io.multifrost.child.CallHandler;
import io.multifrost.child.StreamAdapter;
import io.multifrost.internal.OwnFunctions;
import io.multifrost.internal.kotlin.KotlinMethods;

/**
 * The functions that a worker serves, found and checked when it is built.
 */
public final class FunctionTable {

	private static final Logger logger = LoggerFactory.getLogger(FunctionTable.class);

	/** Stands for the namespace of objects that were given none, until it is known. */
	public static final String DEFAULT = "";

	private static final char PRIVATE_PREFIX = '_';

	/** The functions of each namespace by their names. */
	private final Map<String, Map<String, ServedFunction>> namespaces = new TreeMap<>();

	/**
	 * Add the functions of an object: the methods that are marked with
	 * {@link MultifrostFunction}, or, where none is, the public methods that the class
	 * itself declares, but for those of a framework and setters.
	 * @param target the object, which may be a proxy
	 * @param type the class whose methods are served
	 * @param namespace the namespace that the functions are in
	 * @throws IllegalArgumentException if there is no function, or a name is taken
	 */
	public void add(Object target, Class<?> type, String namespace) {
		List<Method> methods = functionsOf(type);
		if (methods.isEmpty()) {
			throw new IllegalArgumentException("Worker " + type.getName()
					+ " has no function: declare a public method, or mark one with @MultifrostFunction");
		}
		for (Method method : methods) {
			add(target, method, namespace);
		}
	}

	/**
	 * Return the methods of a class that are functions of its objects.
	 * @param type the class
	 * @return the methods
	 * @throws IllegalArgumentException if a static method is marked as a function
	 */
	static List<Method> functionsOf(Class<?> type) {
		List<Method> own = Arrays.stream(type.getDeclaredMethods()).filter((method) -> !method.isSynthetic()).toList();
		List<Method> marked = own.stream()
			.filter((method) -> method.isAnnotationPresent(MultifrostFunction.class))
			.toList();
		if (!marked.isEmpty()) {
			marked.forEach(FunctionTable::requireInstanceMethod);
			return marked;
		}
		Map<Boolean, List<Method>> open = own.stream()
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !isStatic(method) && !isOfObject(method))
			.collect(Collectors.partitioningBy(OrdinaryMethods::isFunction));
		List<Method> left = open.getOrDefault(false, List.of());
		if (!left.isEmpty()) {
			logger.debug(
					"{}: {} are not served, as methods of a framework or properties; mark one with "
							+ "@MultifrostFunction to serve it",
					type.getName(), left.stream().map(Method::getName).toList());
		}
		return open.getOrDefault(true, List.of());
	}

	private static boolean isStatic(Method method) {
		return Modifier.isStatic(method.getModifiers());
	}

	/**
	 * A mark that is passed over in silence would open all public methods where it is the
	 * only one.
	 */
	private static void requireInstanceMethod(Method method) {
		if (isStatic(method)) {
			throw new IllegalArgumentException(
					"Function '" + nameOf(method) + "' of " + method.getDeclaringClass().getName()
							+ " is marked with @MultifrostFunction but static: functions are methods of the object");
		}
	}

	private static boolean isOfObject(Method method) {
		return switch (method.getName()) {
			case "toString", "hashCode" -> method.getParameterCount() == 0;
			case "equals" -> Arrays.equals(method.getParameterTypes(), new Class<?>[] { Object.class });
			default -> false;
		};
	}

	/**
	 * Add a function that is no method.
	 * @param name the name of the function
	 * @param handler what runs
	 * @param namespace the namespace that the function is in
	 * @throws IllegalArgumentException if the name cannot be used, or is taken
	 */
	public void add(String name, CallHandler handler, String namespace) {
		checkName(name, handler.getClass());
		put(namespace, name, ServedFunction.of(name, handler));
	}

	private void add(Object target, Method method, String namespace) {
		String name = nameOf(method);
		checkName(name, method.getDeclaringClass());
		checkTimeout(name, method);
		put(namespace, name, new ServedFunction(name, target, invocable(target, method), method));
	}

	private static void checkName(String name, Class<?> type) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("A function of " + type.getName() + " has no name");
		}
		if (name.charAt(0) == PRIVATE_PREFIX) {
			throw new IllegalArgumentException("Function '" + name + "' of " + type.getName()
					+ " cannot be called: names that begin with '_' are private in the protocol");
		}
		if (OwnFunctions.LIST.contains(name)) {
			throw new IllegalArgumentException("Function '" + name + "' of " + type.getName()
					+ " cannot be called: each worker answers this name with the list of its functions"
					+ "; give it another name with @MultifrostFunction");
		}
	}

	private static void checkTimeout(String name, Method method) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		if (annotation != null && !annotation.timeout().isEmpty()) {
			throw new IllegalArgumentException("Function '" + name + "' of " + method.getDeclaringClass().getName()
					+ " has a timeout, which callers set: give it to the method of a client");
		}
	}

	private void put(String namespace, String name, ServedFunction function) {
		ServedFunction other = this.namespaces.computeIfAbsent(namespace, (key) -> new TreeMap<>())
			.putIfAbsent(name, function);
		if (other != null) {
			throw new IllegalArgumentException("Function '" + name + "' is served twice"
					+ (namespace.equals(DEFAULT) ? "" : " in namespace '" + namespace + "'") + ", by " + other
					+ " and by " + function + ": give one of them another name with @MultifrostFunction");
		}
	}

	private static String nameOf(Method method) {
		MultifrostFunction annotation = method.getAnnotation(MultifrostFunction.class);
		return (annotation != null && !annotation.value().isEmpty()) ? annotation.value() : KotlinMethods.name(method);
	}

	/**
	 * A proxy that stands in for the object is called through the method that it has
	 * itself, so that what it adds (transactions, validation) takes place.
	 */
	private static Method invocable(Object target, Method method) {
		if (method.getDeclaringClass().isInstance(target)) {
			return method;
		}
		Method found = methodOfInterface(target, method);
		for (Method bridge : method.getDeclaringClass().getDeclaredMethods()) {
			if (found == null && isBridgeTo(method, bridge)) {
				found = methodOfInterface(target, bridge);
			}
		}
		if (found != null) {
			return found;
		}
		throw new IllegalArgumentException(
				"Function '" + nameOf(method) + "' of " + method.getDeclaringClass().getName()
						+ " cannot be called through its proxy, which has only interfaces"
						+ ": declare the method in one of them (a generic one must not leave open which method is "
						+ "meant), or use class-based proxies");
	}

	private static @Nullable Method methodOfInterface(Object target, Method method) {
		for (Class<?> candidate : target.getClass().getInterfaces()) {
			try {
				return candidate.getMethod(method.getName(), method.getParameterTypes());
			}
			catch (NoSuchMethodException ex) {
				// The proxy may have it from another interface.
				continue;
			}
		}
		return null;
	}

	/**
	 * Return whether a method is what the compiler made of one for a generic interface,
	 * where the parameter is {@code Object} or another bound of the type variable. A
	 * bridge that may belong to several methods counts for none.
	 */
	private static boolean isBridgeTo(Method method, Method bridge) {
		return bridge.isBridge() && accepts(bridge, method)
				&& Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
					.noneMatch((other) -> !other.isBridge() && !other.equals(method) && accepts(bridge, other));
	}

	private static boolean accepts(Method bridge, Method method) {
		Class<?>[] wide = bridge.getParameterTypes();
		Class<?>[] narrow = method.getParameterTypes();
		boolean accepts = bridge.getName().equals(method.getName()) && wide.length == narrow.length;
		for (int i = 0; accepts && i < wide.length; i++) {
			accepts = wide[i].isAssignableFrom(narrow[i]);
		}
		return accepts;
	}

	/**
	 * Return whether a function is the one by which a worker lists its functions.
	 * @param name the name that was called
	 * @return whether it is
	 */
	static boolean isList(String name) {
		return OwnFunctions.LIST.contains(name);
	}

	/**
	 * Return whether a function is the one by which a worker describes its functions,
	 * unless it has one of this name itself.
	 * @param name the name that was called
	 * @return whether it is
	 */
	static boolean isDescription(String name) {
		return name.equals(OwnFunctions.DESCRIBE);
	}

	/**
	 * Return a table in which the default namespace has its name, and functions their
	 * adapters.
	 * @param namespace the name
	 * @param adapters what adapts streams that functions return and take
	 * @return the table
	 * @throws IllegalArgumentException if a name is taken there
	 */
	public FunctionTable complete(String namespace, List<StreamAdapter> adapters) {
		FunctionTable named = new FunctionTable();
		for (Map.Entry<String, Map<String, ServedFunction>> entry : this.namespaces.entrySet()) {
			String key = entry.getKey().equals(DEFAULT) ? namespace : entry.getKey();
			for (Map.Entry<String, ServedFunction> function : entry.getValue().entrySet()) {
				named.put(key, function.getKey(), function.getValue().with(adapters));
			}
		}
		return named;
	}

	boolean serves(String namespace) {
		return this.namespaces.containsKey(namespace);
	}

	@Nullable ServedFunction find(String namespace, String name) {
		return this.namespaces.getOrDefault(namespace, Map.of()).get(name);
	}

	/**
	 * Return the names of the functions of each namespace.
	 */
	public Map<String, List<String>> names() {
		Map<String, List<String>> names = new TreeMap<>();
		this.namespaces.forEach((namespace, functions) -> names.put(namespace, List.copyOf(functions.keySet())));
		return names;
	}

	public List<String> names(String namespace) {
		return List.copyOf(this.namespaces.getOrDefault(namespace, Map.of()).keySet());
	}

	List<Map<String, Object>> describe(String namespace) {
		return this.namespaces.getOrDefault(namespace, Map.of())
			.values()
			.stream()
			.map(ServedFunction::describe)
			.toList();
	}

}
