package io.multifrost.internal.serving;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.child.StreamAdapter;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Cancel;
import io.multifrost.internal.message.Message.Credit;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.stream.Upstream;
import io.multifrost.internal.value.EncodedValue;

/**
 * Converts the arguments of calls to functions that take items, or to which items come.
 *
 * @param codec reads the arguments
 * @param parents the way to the parents
 * @param adapters make parameters of types that are not Java's own
 */
record StreamArguments(MessageCodec codec, ParentLink parents, List<StreamAdapter> adapters) {

	/**
	 * Return whether arguments of a call come in items.
	 */
	static boolean areIn(ServedCall served) {
		CallStreams streams = served.streams();
		return streams != null && !streams.arguments().isEmpty();
	}

	/**
	 * Convert the arguments of a call, and ask for the items of those that come in items.
	 * @param served the call
	 * @param given its arguments on the wire
	 * @param types the types of the function's parameters
	 * @return the arguments
	 * @throws io.multifrost.MultifrostException if they do not fit the parameters
	 */
	@Nullable Object[] decode(ServedCall served, EncodedValue given, Type[] types) {
		EncodedValue[] values = this.codec.arguments().split(given);
		Map<Integer, StreamedArgument> streamed = (served.streams() != null) ? served.streams().arguments() : Map.of();
		if (values.length != types.length) {
			return this.codec.arguments().decode(given, types);
		}
		for (Integer index : streamed.keySet()) {
			if (index >= values.length) {
				throw new ValueConversionException("argument " + (index + 1)
						+ " is said to come in items, but there are " + values.length + " arguments");
			}
		}
		@Nullable Object[] arguments = new @Nullable Object[values.length];
		for (int i = 0; i < values.length; i++) {
			StreamedArgument argument = streamed.get(i);
			arguments[i] = (argument != null) ? open(served, argument, i, types[i])
					: decode(served, values[i], i, types[i]);
		}
		return arguments;
	}

	private Object open(ServedCall served, StreamedArgument argument, int index, Type type) {
		StreamParameter parameter = StreamParameter.taking(type, this.adapters, argument.isBytes(), index);
		IncomingItems items = argument.open(this.codec, parameter.itemType(), new ToParent(this, served, index));
		return parameter.open(items, this.codec.limits());
	}

	private @Nullable Object decode(ServedCall served, EncodedValue value, int index, Type type) {
		StreamParameter parameter = StreamParameter.of(type, this.adapters);
		if (parameter == null || value.isNil()) {
			return this.codec.arguments().decode(value, index, type);
		}
		IncomingItems items = new IncomingItems(this.codec, parameter.itemType(), "Argument " + (index + 1));
		items.addAll(
				this.codec.toItems(new Response(served.call().version(), served.id(), value, Message.NONE, Map.of())));
		items.end(() -> null);
		return parameter.open(items, this.codec.limits());
	}

	/**
	 * The way from the reader of an argument to the parent that sends it.
	 */
	private record ToParent(StreamArguments arguments, ServedCall served, int index) implements Upstream {

		@Override
		public void grant(int count) {
			send(new Credit(this.served.call().version(), this.served.id(), this.index, count, Map.of()));
		}

		@Override
		public void cancel() {
			send(new Cancel(this.served.call().version(), this.served.id(), this.index, Map.of()));
		}

		private void send(Message message) {
			this.arguments.parents.send(this.served.route(), this.arguments.codec.encode(message));
		}

	}

}
