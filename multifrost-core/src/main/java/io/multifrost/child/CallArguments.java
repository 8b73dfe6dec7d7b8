package io.multifrost.child;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.EncodedValue;
import io.multifrost.message.MessageCodec;

/**
 * The arguments of a call, however many there are. A function whose only parameter on the
 * wire is of this type takes whatever it is called with. Safe for use by several threads.
 */
public final class CallArguments {

	private final MessageCodec codec;

	private final EncodedValue encoded;

	private final EncodedValue[] arguments;

	CallArguments(MessageCodec codec, EncodedValue encoded) {
		this.codec = codec;
		this.encoded = encoded;
		this.arguments = codec.splitArguments(encoded);
	}

	/**
	 * Return how many arguments there are.
	 * @return the number of arguments
	 */
	public int size() {
		return this.arguments.length;
	}

	/**
	 * Return an argument as it comes: a number, text, list, map or the like.
	 * @param index the place of the argument, from 0
	 * @return the argument
	 * @throws IllegalArgumentException if there are fewer arguments
	 */
	public @Nullable Object get(int index) {
		return decode(index, Object.class);
	}

	/**
	 * Return an argument as a Java type.
	 * @param <T> the type
	 * @param index the place of the argument, from 0
	 * @param type the type, by the same rules as for parameters of methods
	 * @return the argument, never {@code null}
	 * @throws IllegalArgumentException if there are fewer arguments, or it is null
	 * @throws io.multifrost.ValueConversionException if the argument is no such value
	 */
	public <T> T get(int index, Class<T> type) {
		Object value = decode(index, type);
		if (value == null) {
			throw new IllegalArgumentException(
					"Argument " + (index + 1) + " is null, where " + type.getSimpleName() + " is expected");
		}
		@SuppressWarnings("unchecked")
		T converted = (T) value; // not by Class.cast, which does not know primitives
		return converted;
	}

	private @Nullable Object decode(int index, Class<?> type) {
		if (index >= size()) {
			throw new IllegalArgumentException(
					"Argument " + (index + 1) + " is missing: the function was called with " + size());
		}
		return this.codec.decodeArgument(this.arguments[Objects.checkIndex(index, size())], index, type);
	}

	@Override
	public String toString() {
		return this.encoded.toString();
	}

}
