package io.multifrost.internal.kotlin;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.regex.Pattern;

import kotlin.reflect.KFunction;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

/**
 * Reads methods as they were written, whether in Java or in Kotlin.
 */
public final class KotlinMethods {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	/** What functions have in their names that take or return a value class. */
	private static final Pattern VALUE_CLASS_SUFFIX = Pattern.compile("-[A-Za-z0-9_-]{7}$");

	private static final boolean REFLECTION = isPresent("kotlin.reflect.jvm.ReflectJvmMapping");

	private static final boolean COROUTINES = isPresent("kotlinx.coroutines.future.FutureKt");

	private KotlinMethods() {
	}

	/**
	 * Return the name that a method was given.
	 */
	public static String name(Method method) {
		String name = method.getName();
		if (name.indexOf('-') < 0 && name.indexOf('$') < 0 || !isKotlin(method.getDeclaringClass())) {
			return name;
		}
		String written = REFLECTION ? Reflection.name(method) : null;
		return (written != null) ? written : VALUE_CLASS_SUFFIX.matcher(name).replaceFirst("");
	}

	/**
	 * Return whether a method is a {@code suspend} function.
	 */
	public static boolean isSuspend(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && types[types.length - 1].getName().equals(CONTINUATION);
	}

	/**
	 * Return whether {@code suspend} functions can be called.
	 */
	public static boolean hasCoroutines() {
		return COROUTINES;
	}

	/**
	 * Return the parameters that a method was given.
	 */
	public static Parameter[] parameters(Method method) {
		return written(method, method.getParameters());
	}

	/**
	 * Return the types of the parameters that a method was given.
	 */
	public static Type[] parameterTypes(Method method) {
		return written(method, method.getGenericParameterTypes());
	}

	private static <T> T[] written(Method method, T[] parameters) {
		return isSuspend(method) ? Arrays.copyOf(parameters, parameters.length - 1) : parameters;
	}

	/**
	 * Return the type that a method was said to return, {@code void} for nothing.
	 */
	public static Type returnType(Method method) {
		if (!isSuspend(method)) {
			return method.getGenericReturnType();
		}
		Type[] types = method.getGenericParameterTypes();
		Type result = (types[types.length - 1] instanceof ParameterizedType continuation)
				? continuation.getActualTypeArguments()[0] : Object.class;
		if (result instanceof WildcardType wildcard) {
			result = (wildcard.getLowerBounds().length > 0) ? wildcard.getLowerBounds()[0] : Object.class;
		}
		return isUnit(result) ? void.class : result;
	}

	private static boolean isUnit(Type type) {
		return type.getTypeName().equals("kotlin.Unit");
	}

	/**
	 * Return whether a method of an interface has no code of its own.
	 */
	public static boolean isAbstract(Method method) {
		return Modifier.isAbstract(method.getModifiers()) && defaultImplementation(method) == null;
	}

	/**
	 * Find the code of a method of an interface, where Kotlin was told to put it beside.
	 * @param method an abstract method
	 * @return a static method that takes the object before the arguments, or {@code null}
	 * if there is none
	 */
	public static @Nullable Method defaultImplementation(Method method) {
		Class<?> declaring = method.getDeclaringClass();
		if (!isKotlin(declaring)) {
			return null;
		}
		for (Class<?> nested : declaring.getDeclaredClasses()) {
			if (nested.getSimpleName().equals("DefaultImpls")) {
				return Arrays.stream(nested.getMethods())
					.filter((candidate) -> isCodeOf(method, candidate))
					.findFirst()
					.orElse(null);
			}
		}
		return null;
	}

	private static boolean isCodeOf(Method method, Method candidate) {
		Class<?>[] types = candidate.getParameterTypes();
		return Modifier.isStatic(candidate.getModifiers()) && candidate.getName().equals(method.getName())
				&& types.length == method.getParameterCount() + 1 && types[0] == method.getDeclaringClass()
				&& Arrays.equals(Arrays.copyOfRange(types, 1, types.length), method.getParameterTypes());
	}

	private static boolean isKotlin(Class<?> type) {
		for (Annotation annotation : type.getAnnotations()) {
			if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isPresent(String name) {
		try {
			Class.forName(name, false, KotlinMethods.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Loaded only where kotlin-reflect is there.
	 */
	private static final class Reflection {

		private Reflection() {
		}

		static @Nullable String name(Method method) {
			KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
			return (function != null) ? function.getName() : null;
		}

	}

}
