package io.multifrost.internal.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KFunction;
import kotlin.reflect.KProperty1;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Reads whether a method promises that it does not return {@code null}, by the
 * annotations of JSpecify, or by Kotlin's types where {@code kotlin-reflect} is there.
 */
final class ResultNullness {

	private static final boolean KOTLIN = isPresent("kotlin.reflect.jvm.ReflectJvmMapping");

	private ResultNullness() {
	}

	/**
	 * Read a method.
	 * @param method the method
	 * @return whether it promises a result; not where it says nothing about it
	 */
	static boolean isNonNull(Method method) {
		Class<?> type = method.getReturnType();
		if (type.isPrimitive() || type == Void.class || method.getGenericReturnType() instanceof TypeVariable<?>) {
			return false;
		}
		if (has(method.getDeclaringClass(), "kotlin.Metadata")) {
			return KOTLIN && Kotlin.isNonNull(method);
		}
		AnnotatedElement result = method.getAnnotatedReturnType();
		if (has(result, Nullable.class.getName())) {
			return false;
		}
		return has(result, NonNull.class.getName()) || isMarked(method);
	}

	private static boolean isMarked(Method method) {
		Boolean marked = mark(method);
		for (Class<?> type = method.getDeclaringClass(); marked == null
				&& type != null; type = type.getEnclosingClass()) {
			marked = mark(type);
		}
		if (marked == null) {
			marked = mark(method.getDeclaringClass().getPackage());
		}
		return (marked != null) ? marked : Boolean.TRUE.equals(mark(method.getDeclaringClass().getModule()));
	}

	private static @Nullable Boolean mark(AnnotatedElement element) {
		if (has(element, NullUnmarked.class.getName())) {
			return false;
		}
		return has(element, NullMarked.class.getName()) ? true : null;
	}

	/**
	 * By name, since the client's class loader may have annotations of its own.
	 */
	private static boolean has(AnnotatedElement element, String name) {
		for (Annotation annotation : element.getAnnotations()) {
			if (annotation.annotationType().getName().equals(name)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isPresent(String name) {
		try {
			Class.forName(name, false, ResultNullness.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Loaded only where Kotlin is there.
	 */
	private static final class Kotlin {

		private Kotlin() {
		}

		static boolean isNonNull(Method method) {
			KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
			if (function != null) {
				return !function.getReturnType().isMarkedNullable();
			}
			for (KProperty1<?, ?> property : KClasses
				.getMemberProperties(JvmClassMappingKt.getKotlinClass(method.getDeclaringClass()))) {
				if (method.equals(ReflectJvmMapping.getJavaGetter(property))) {
					return !property.getReturnType().isMarkedNullable();
				}
			}
			return false;
		}

	}

}
