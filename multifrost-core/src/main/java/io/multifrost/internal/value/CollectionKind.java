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

/**
 * The collections and maps that are filled here, each for the interfaces and classes that
 * it is an instance of. All others go through Jackson.
 */
final class CollectionKind {

	private static final List<CollectionKind> ALL = List.of(collection(ArrayList.class, ArrayList::new),
			collection(LinkedHashSet.class, LinkedHashSet::new), collection(TreeSet.class, TreeSet::new),
			// Unlike an ArrayDeque it takes null
			collection(LinkedList.class, LinkedList::new), map(LinkedHashMap.class, LinkedHashMap::new),
			map(TreeMap.class, TreeMap::new));

	private final Class<?> implementation;

	private final @Nullable Supplier<Collection<@Nullable Object>> collection;

	private final @Nullable Supplier<Map<Object, @Nullable Object>> map;

	private CollectionKind(Class<?> implementation, @Nullable Supplier<Collection<@Nullable Object>> collection,
			@Nullable Supplier<Map<Object, @Nullable Object>> map) {
		this.implementation = implementation;
		this.collection = collection;
		this.map = map;
	}

	private static CollectionKind collection(Class<?> implementation,
			Supplier<Collection<@Nullable Object>> constructor) {
		return new CollectionKind(implementation, constructor, null);
	}

	private static CollectionKind map(Class<?> implementation, Supplier<Map<Object, @Nullable Object>> constructor) {
		return new CollectionKind(implementation, null, constructor);
	}

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
	Object read(MsgpackReader reader, Type type) {
		try {
			if (this.collection != null) {
				return fill(this.collection.get(), reader, type);
			}
			if (this.map != null) {
				return fill(this.map.get(), reader, type);
			}
		}
		catch (ClassCastException | NullPointerException ex) {
			throw CodecFault.of("has elements that " + TypeNames.of(type) + " cannot sort", ex);
		}
		throw new IllegalStateException("Neither a collection nor a map: " + this.implementation);
	}

	private static Collection<@Nullable Object> fill(Collection<@Nullable Object> collection, MsgpackReader reader,
			Type type) {
		ValueReader.requireArray(reader, type);
		Type elementType = ValueReader.argument(type, 0);
		int count = reader.readArrayHeader();
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
			Type type) {
		if (reader.peekType() != WireType.MAP) {
			throw ValueReader.mismatch(reader, type);
		}
		Type keyType = ValueReader.argument(type, 0);
		Type valueType = ValueReader.argument(type, 1);
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
