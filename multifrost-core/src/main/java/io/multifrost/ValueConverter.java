package io.multifrost;

import java.lang.reflect.Type;
import java.util.function.Function;

/**
 * Gives values of a type the form that they have between processes, such as {@code Money}
 * that of a string. It counts wherever such a value stands, as an argument, a result, an
 * element or a property of a record, but not for keys of maps. May be called by several
 * threads at once, and is never given {@code null}.
 *
 * @param <T> the type
 * @param <W> what is sent: text, numbers, bytes, lists, maps, records
 */
public interface ValueConverter<T, W> {

	/**
	 * Return the type that is converted. Values of types below it are sent in its form
	 * too, but where one of these types itself is asked for, another has to read it.
	 * @return the type
	 */
	Class<T> type();

	/**
	 * Return the type of what is sent.
	 * @return a class, or a type with generics
	 */
	Type wireType();

	/**
	 * Convert a value that is to be sent.
	 * @param value the value
	 * @return its form
	 */
	W toWire(T value);

	/**
	 * Convert what was received.
	 * @param wire the form
	 * @return the value
	 */
	T fromWire(W wire);

	/**
	 * Make a converter.
	 * @param <T> the type
	 * @param <W> the type of what is sent
	 * @param type the type
	 * @param wireType the type of what is sent
	 * @param toWire converts what is to be sent
	 * @param fromWire converts what was received
	 * @return a converter
	 */
	static <T, W> ValueConverter<T, W> of(Class<T> type, Class<W> wireType, Function<? super T, ? extends W> toWire,
			Function<? super W, ? extends T> fromWire) {
		return new ValueConverter<>() {

			@Override
			public Class<T> type() {
				return type;
			}

			@Override
			public Type wireType() {
				return wireType;
			}

			@Override
			public W toWire(T value) {
				return toWire.apply(value);
			}

			@Override
			public T fromWire(W wire) {
				return fromWire.apply(wire);
			}

		};
	}

}
