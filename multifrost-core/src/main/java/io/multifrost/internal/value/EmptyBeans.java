package io.multifrost.internal.value;

import java.util.Arrays;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.BeanSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/**
 * Has objects without properties refused, such as lambda expressions. Jackson takes any
 * annotation of their classes and interfaces, even {@link FunctionalInterface} or
 * Kotlin's own, as a sign that an empty map is meant. It is meant by a record without
 * components, and by an annotation of Jackson's.
 */
final class EmptyBeans extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		Class<?> type = description.getBeanClass();
		boolean empty = serializer instanceof BeanSerializer && !serializer.properties().hasNext();
		return (empty && !type.isRecord() && !isAnnotatedForJackson(type)) ? new UnknownSerializer(type) : serializer;
	}

	private static boolean isAnnotatedForJackson(Class<?> type) {
		return Arrays.stream(type.getAnnotations())
			.map((annotation) -> annotation.annotationType().getName())
			.anyMatch((name) -> name.startsWith("tools.jackson.") || name.startsWith("com.fasterxml.jackson."));
	}

}
