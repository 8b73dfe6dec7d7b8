package io.multifrost.internal.client;

import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.call.StreamCall;

/**
 * The types of Java itself in which a method of a client returns a stream of items.
 */
enum StreamForm {

	PUBLISHER(Flow.Publisher.class, StreamCall::publisher), STREAM(Stream.class, StreamCall::stream),
	BYTES(InputStream.class, StreamCall::bytes);

	private final Class<?> type;

	private final Function<StreamCall, Object> form;

	StreamForm(Class<?> type, Function<StreamCall, Object> form) {
		this.type = type;
		this.form = form;
	}

	/**
	 * Find the form of a return type.
	 * @param returnType the return type of a method
	 * @return the form, or {@code null} if the type is no stream of items
	 */
	static @Nullable StreamForm of(Type returnType) {
		Type raw = (returnType instanceof ParameterizedType parameterized) ? parameterized.getRawType() : returnType;
		for (StreamForm form : values()) {
			if (form.type == raw && (form == BYTES || raw != returnType)) {
				return form;
			}
		}
		return null;
	}

	/**
	 * Return the type of one item.
	 * @param returnType a return type of this form
	 */
	Type itemType(Type returnType) {
		return (returnType instanceof ParameterizedType parameterized) ? parameterized.getActualTypeArguments()[0]
				: byte[].class;
	}

	/**
	 * Make the value that the method returns.
	 * @param call makes the call when the items are wanted
	 */
	Object of(StreamCall call) {
		return this.form.apply(call);
	}

}
