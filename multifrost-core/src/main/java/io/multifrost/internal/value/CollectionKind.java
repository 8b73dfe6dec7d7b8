package io.multifrost.internal.value;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.TypeNames;

/**
 * The collections and maps that are filled here, each for the interfaces and classes that
 * it is an instance of. All others go through Jackson.
 *
 * @param implementation the class that is filled
 * @param constructor makes one that is empty
 */
record CollectionKind(Class<?> implementation, Supplier<Object> constructor) {

	private static final List<CollectionKind> ALL = List.of(new CollectionKind(ArrayList.class, ArrayList::new),
			new CollectionKind(LinkedHashSet.class, LinkedHashSet::new),
			new CollectionKind(TreeSet.class, TreeSet::new),
			// Unlike an ArrayDeque it takes null
			new CollectionKind(LinkedList.class, LinkedList::new),
			new CollectionKind(LinkedHashMap.class, LinkedHashMap::new),
			new CollectionKind(TreeMap.class, TreeMap::new));

	/**
	 * Find the kind for a type.
	 * @param type the raw type
	 * @return the kind, or {@code null} if there is none
	 */
	static @Nullable CollectionKind of(Class<?> type) {
		if (!Iterable.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)) {
			return null;
		}
		for (CollectionKind kind : ALL) {
			if (type.isAssignableFrom(kind.implementation)) {
				return kind;
			}
		}
		return null;
	}

	/**
	 * Read the next value.
	 * @param reader the reader
	 * @param type the type, with the types of its elements
	 * @return a collection or a map
	 */
	@SuppressWarnings("unchecked")
	Object read(MsgpackReader reader, Type type) {
		Object empty = this.constructor.get();
		boolean map = empty instanceof Map;
		if (reader.peekType() != (map ? WireType.MAP : WireType.ARRAY)) {
			throw ValueReader.mismatch(reader, type);
		}
		try {
			return map
					? fill((Map<Object, @Nullable Object>) empty, reader, ValueReader.argument(type, 0),
							ValueReader.argument(type, 1))
					: fill((Collection<@Nullable Object>) empty, reader, reader.readArrayHeader(),
							ValueReader.argument(type, 0));
		}
		catch (ClassCastException | NullPointerException ex) {
			throw CodecFault.of("has elements that " + TypeNames.of(type) + " cannot sort", ex);
		}
	}

	/**
	 * Read the next value, which is an array or a map, where nothing is known of its
	 * type.
	 */
	static Object readPlain(MsgpackReader reader) {
		if (reader.peekType() == WireType.MAP) {
			return fill(new LinkedHashMap<>(), reader, String.class, Object.class);
		}
		int count = reader.readArrayHeader();
		return fill(new ArrayList<>(count), reader, count, Object.class);
	}

	private static Collection<@Nullable Object> fill(Collection<@Nullable Object> collection, MsgpackReader reader,
			int count, Type elementType) {
		for (int i = 0; i < count; i++) {
			try {
				collection.add(ValueReader.read(reader, elementType));
			}
			catch (CodecFault ex) {
				throw ex.within(i);
			}
		}
		return collection;
	}

	private static Map<Object, @Nullable Object> fill(Map<Object, @Nullable Object> map, MsgpackReader reader,
			Type keyType, Type valueType) {
		int count = reader.readMapHeader();
		int start = reader.position();
		for (int i = 0; i < count; i++) {
			String key = MapKeys.read(reader);
			try {
				map.put(MapKeys.convert(key, keyType, reader.mapper()), ValueReader.read(reader, valueType));
			}
			catch (CodecFault ex) {
				throw ex.withinKey(key);
			}
		}
		if (map.size() < count) {
			MapKeys.requireDistinct(reader, start, count, keyType);
			throw CodecFault.of("has keys that are equal as " + TypeNames.of(keyType));
		}
		return map;
	}

}
