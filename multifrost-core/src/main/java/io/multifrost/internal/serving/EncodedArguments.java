package io.multifrost.internal.serving;

import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallArguments;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.value.EncodedValue;

/**
 * Arguments that are decoded one by one, when they are asked for.
 */
final class EncodedArguments implements CallArguments {

	private final MessageCodec codec;

	private final EncodedValue encoded;

	private final EncodedValue[] arguments;

	EncodedArguments(MessageCodec codec, EncodedValue encoded) {
		this.codec = codec;
		this.encoded = encoded;
		this.arguments = codec.arguments().split(encoded);
	}

	@Override
	public int size() {
		return this.arguments.length;
	}

	@Override
	public @Nullable Object get(int index) {
		return decode(index, Object.class);
	}

	@Override
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
		return this.codec.arguments().decode(this.arguments[index], index, type);
	}

	@Override
	public String toString() {
		return this.encoded.toString();
	}

}
