package io.multifrost.internal.value;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.multifrost.CodecLimits;

/**
 * Takes the elements out of everything that is an array on the wire.
 */
final class Elements {

	private Elements() {
	}

	/**
	 * Tell whether a value is written as an array. A {@link Path} is iterable too, but
	 * gives paths again without end; a tree of Jackson's is iterable, but may be a map.
	 * @param value the value
	 * @return whether it is written as an array
	 */
	static boolean isArray(Object value) {
		return value instanceof Collection || value.getClass().isArray()
				|| (value instanceof Iterable && !(value instanceof Path) && !(value instanceof JsonNode));
	}

	/**
	 * Take a snapshot of the elements, because their number stands before them.
	 * @param value an array or an iterable
	 * @param limits the limits
	 * @return the elements, not to be changed
	 */
	static @Nullable Object[] of(Object value, CodecLimits limits) {
		if (value instanceof Object[] array) {
			return array;
		}
		if (value instanceof Collection<?> collection) {
			CodecFault.checkEntries(collection.size(), limits);
			return collection.toArray();
		}
		return (value instanceof Iterable<?> iterable) ? ofIterable(iterable, limits) : ofPrimitives(value, limits);
	}

	private static @Nullable Object[] ofIterable(Iterable<?> iterable, CodecLimits limits) {
		List<@Nullable Object> elements = new ArrayList<>();
		for (Object element : iterable) {
			elements.add(element);
			CodecFault.checkEntries(elements.size(), limits);
		}
		return elements.toArray();
	}

	private static @Nullable Object[] ofPrimitives(Object array, CodecLimits limits) {
		int length = Array.getLength(array);
		CodecFault.checkEntries(length, limits);
		@Nullable Object[] elements = new @Nullable Object[length];
		for (int i = 0; i < length; i++) {
			elements[i] = Array.get(array, i);
		}
		return elements;
	}

}
