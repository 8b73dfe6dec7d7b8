package io.multifrost.internal.serving;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ValueConversionException;
import io.multifrost.child.StreamAdapter;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.TypeNames;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.stream.ItemInputStream;
import io.multifrost.internal.stream.ItemIterator;
import io.multifrost.internal.stream.ItemSubscription;

/**
 * How a parameter takes an argument that comes in items.
 *
 * @param raw the class of the parameter, or of what its adapter takes
 * @param itemType the Java type of each item
 * @param form makes the argument of a publisher, where that is what there is
 */
record StreamParameter(Class<?> raw, Type itemType, Function<Flow.Publisher<Object>, Object> form) {

	private StreamParameter(Class<?> raw, Type itemType) {
		this(raw, itemType, (items) -> items);
	}

	/**
	 * Look at a parameter.
	 * @param type its type
	 * @param adapters make parameters of types that are not Java's own
	 * @return how it takes items, or {@code null} if it takes none one by one
	 */
	static @Nullable StreamParameter of(Type type, List<StreamAdapter> adapters) {
		if (type == InputStream.class) {
			return new StreamParameter(InputStream.class, byte[].class);
		}
		if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw
				&& (raw == Stream.class || raw == Iterator.class || raw == Flow.Publisher.class)) {
			return new StreamParameter(raw, parameterized.getActualTypeArguments()[0]);
		}
		for (StreamAdapter adapter : adapters) {
			Type itemType = adapter.itemType(type);
			if (itemType != null) {
				return new StreamParameter(Flow.Publisher.class, itemType,
						(items) -> adapter.adaptArgument(items, type));
			}
		}
		return null;
	}

	/**
	 * Look at a parameter to which items come.
	 * @param type its type
	 * @param adapters make parameters of types that are not Java's own
	 * @param bytes whether they are chunks of bytes
	 * @param index the place of the argument, from 0
	 * @return how it takes them, be it all at once
	 * @throws ValueConversionException if it cannot
	 */
	static StreamParameter taking(Type type, List<StreamAdapter> adapters, boolean bytes, int index) {
		StreamParameter stream = of(type, adapters);
		if (stream != null && (!bytes || stream.itemType == byte[].class)) {
			return stream;
		}
		if (bytes && type == byte[].class) {
			return new StreamParameter(byte[].class, byte[].class);
		}
		if (type instanceof ParameterizedType parameterized
				&& (parameterized.getRawType() == List.class || parameterized.getRawType() == Collection.class)) {
			return new StreamParameter(List.class, parameterized.getActualTypeArguments()[0]);
		}
		throw new ValueConversionException("argument " + (index + 1) + " comes in "
				+ (bytes ? "chunks of bytes" : "items") + ", which " + TypeNames.of(type) + " cannot take; "
				+ (bytes ? "take InputStream or byte[]" : "take Stream<T>, Iterator<T>, Flow.Publisher<T> or List<T>"));
	}

	/**
	 * Make the argument.
	 * @param items the items that come
	 * @param limits how much a parameter may have that takes all at once
	 * @return the argument
	 * @throws MessageLimitException if it takes all at once, and that is too much
	 */
	Object open(IncomingItems items, CodecLimits limits) {
		if (this.raw == Flow.Publisher.class) {
			return this.form.apply(publisher(items));
		}
		ItemIterator iterator = new ItemIterator(items);
		if (this.raw == Iterator.class) {
			return iterator;
		}
		if (this.raw == Stream.class) {
			return iterator.toStream();
		}
		return (this.raw == InputStream.class) ? new ItemInputStream(iterator) : readAll(iterator, limits);
	}

	/**
	 * Items come once: who subscribes after the first is refused.
	 */
	private static Flow.Publisher<Object> publisher(IncomingItems items) {
		AtomicBoolean subscribed = new AtomicBoolean();
		return (subscriber) -> {
			IncomingItems given = items;
			if (!subscribed.compareAndSet(false, true)) {
				given = items.refused(new IllegalStateException("An argument that comes in items has one subscriber"));
			}
			new ItemSubscription(given, subscriber, SharedExecutors.callbacks()).begin();
		};
	}

	private Object readAll(ItemIterator items, CodecLimits limits) {
		if (this.raw == byte[].class) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			while (items.hasNext()) {
				byte[] chunk = (byte[]) Objects.requireNonNull(items.next(), "A chunk of bytes is nil");
				requireRoom(items, "max-value-size", (long) bytes.size() + chunk.length, limits.maxValueSize());
				bytes.writeBytes(chunk);
			}
			return bytes.toByteArray();
		}
		List<@Nullable Object> list = new ArrayList<>();
		while (items.hasNext()) {
			requireRoom(items, "max-entries", list.size() + 1, limits.maxEntries());
			list.add(items.next());
		}
		return list;
	}

	private static void requireRoom(ItemIterator items, String limit, long size, long maximum) {
		if (size > maximum) {
			items.close();
			throw new MessageLimitException("an argument that is taken as a whole", limit, size, maximum, null);
		}
	}

}
