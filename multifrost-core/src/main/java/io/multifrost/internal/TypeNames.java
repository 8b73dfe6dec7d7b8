package io.multifrost.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names Java types for error messages: without their packages, with their generics.
 */
public final class TypeNames {

	private TypeNames() {
	}

	public static String of(Type type) {
		if (type instanceof Class<?> c) {
			return c.getSimpleName().isEmpty() ? c.getName() : c.getSimpleName();
		}
		if (type instanceof ParameterizedType parameterized) {
			return of(parameterized.getRawType()) + "<" + join(parameterized.getActualTypeArguments()) + ">";
		}
		return type.getTypeName();
	}

	public static String arguments(Type[] types) {
		if (types.length == 0) {
			return "no arguments";
		}
		return types.length + ((types.length == 1) ? " argument (" : " arguments (") + join(types) + ")";
	}

	private static String join(Type[] types) {
		return Arrays.stream(types).map(TypeNames::of).collect(Collectors.joining(", "));
	}

}
