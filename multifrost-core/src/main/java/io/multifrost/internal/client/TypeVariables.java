package io.multifrost.internal.client;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a client interface makes of the type variables of the generic interfaces that it
 * extends.
 */
final class TypeVariables {

	private final Map<Type, Type> types = new HashMap<>();

	/**
	 * Find the type variables.
	 * @param client the client interface
	 */
	TypeVariables(Class<?> client) {
		add(client);
	}

	private void add(Class<?> type) {
		for (Type parent : type.getGenericInterfaces()) {
			if (parent instanceof ParameterizedType parameterized) {
				Class<?> raw = (Class<?>) parameterized.getRawType();
				TypeVariable<?>[] variables = raw.getTypeParameters();
				for (int i = 0; i < variables.length; i++) {
					this.types.put(variables[i], resolve(parameterized.getActualTypeArguments()[i]));
				}
				add(raw);
			}
			else {
				add((Class<?>) parent);
			}
		}
	}

	/**
	 * Put types in place of type variables.
	 * @param type a type in the signature of a method of the client
	 * @return the type; a variable that nothing is said of stays
	 */
	Type resolve(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = Arrays.stream(parameterized.getActualTypeArguments())
				.map(this::resolve)
				.toArray(Type[]::new);
			return new Parameterized(parameterized.getRawType(), parameterized.getOwnerType(), arguments);
		}
		if (type instanceof GenericArrayType array) {
			Type component = resolve(array.getGenericComponentType());
			return (component instanceof Class<?> c) ? c.arrayType() : new GenericArray(component);
		}
		if (type instanceof WildcardType wildcard) {
			return resolve(wildcard.getUpperBounds()[0]);
		}
		return this.types.getOrDefault(type, type);
	}

	static Type listOf(Type element) {
		return new Parameterized(List.class, null, new Type[] { element });
	}

	private record Parameterized(Type getRawType, @Nullable Type getOwnerType,
			Type[] getActualTypeArguments) implements ParameterizedType {

		@Override
		public String toString() {
			return this.getRawType.getTypeName() + Arrays.stream(this.getActualTypeArguments)
				.map(Type::getTypeName)
				.collect(Collectors.joining(", ", "<", ">"));
		}

	}

	private record GenericArray(Type getGenericComponentType) implements GenericArrayType {

		@Override
		public String toString() {
			return this.getGenericComponentType.getTypeName() + "[]";
		}

	}

}
