package io.multifrost.internal.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.value.JacksonMapper;

/**
 * Finds the types in the signature of a client's method that no value on the wire can be
 * converted from or to.
 *
 * @param mapper knows those that the application converts
 */
record UnsupportedTypes(JacksonMapper mapper) {

	private static final List<Class<?>> FUTURES = List.of(Future.class, CompletionStage.class);

	private static final List<Class<?>> SEQUENCES = List.of(BaseStream.class, Iterator.class, Spliterator.class,
			Enumeration.class);

	/** Things that run, whose classes need not be there. */
	private static final List<String> ASYNCHRONOUS = List.of("kotlin.jvm.functions.", "kotlin.coroutines.",
			"kotlinx.coroutines.", "org.reactivestreams.", "reactor.core.");

	/**
	 * Look at the type of a parameter.
	 * @param type the type
	 * @return the type that cannot be sent, or {@code null} if it can
	 */
	@Nullable Type ofParameter(Type type) {
		Class<?> raw = raw(type);
		boolean code = raw != null && !this.mapper.isTold(raw) && (runs(raw) || isOneOf(FUTURES, raw));
		return code ? type : ofElements(type, false);
	}

	/**
	 * Look at the type of a result.
	 * @param type the type
	 * @return the type that cannot be received, or {@code null} if it can
	 */
	@Nullable Type ofResult(Type type) {
		Class<?> raw = raw(type);
		boolean unsupported = raw != null && !this.mapper.isTold(raw)
				&& (runs(raw) || isOneOf(FUTURES, raw) || isOneOf(SEQUENCES, raw) || cannotBeMade(raw));
		return unsupported ? type : ofElements(type, true);
	}

	private @Nullable Type ofElements(Type type, boolean result) {
		if (type instanceof ParameterizedType parameterized) {
			for (Type argument : parameterized.getActualTypeArguments()) {
				Type found = result ? ofResult(argument) : ofParameter(argument);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static @Nullable Class<?> raw(Type type) {
		if (type instanceof Class<?> c) {
			return c.isArray() ? raw(c.getComponentType()) : c;
		}
		if (type instanceof ParameterizedType parameterized) {
			return raw(parameterized.getRawType());
		}
		if (type instanceof GenericArrayType array) {
			return raw(array.getGenericComponentType());
		}
		return (type instanceof WildcardType wildcard) ? raw(wildcard.getUpperBounds()[0]) : null;
	}

	private static boolean isOneOf(List<Class<?>> types, Class<?> type) {
		return types.stream().anyMatch((candidate) -> candidate.isAssignableFrom(type));
	}

	private static boolean runs(Class<?> type) {
		return type.isAnnotationPresent(FunctionalInterface.class)
				|| ASYNCHRONOUS.stream().anyMatch((prefix) -> type.getName().startsWith(prefix));
	}

	/**
	 * Return whether a type has no instances of its own, and does not say to Jackson of
	 * what class they are. What Java itself has is known to the codec.
	 */
	private static boolean cannotBeMade(Class<?> type) {
		boolean open = Modifier.isAbstract(type.getModifiers()) && !type.isPrimitive() && !type.isEnum();
		return open && !type.getName().startsWith("java.") && !isOfJackson(type.getName()) && !saysToJackson(type);
	}

	private static boolean saysToJackson(Class<?> type) {
		if (hasJacksonAnnotation(type)) {
			return true;
		}
		for (Method method : type.getDeclaredMethods()) {
			if (Modifier.isStatic(method.getModifiers()) && hasJacksonAnnotation(method)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasJacksonAnnotation(AnnotatedElement element) {
		for (Annotation annotation : element.getAnnotations()) {
			if (isOfJackson(annotation.annotationType().getName())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfJackson(String name) {
		return name.startsWith("tools.jackson.") || name.startsWith("com.fasterxml.jackson.");
	}

}
