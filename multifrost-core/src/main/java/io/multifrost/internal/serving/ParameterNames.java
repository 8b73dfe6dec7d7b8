package io.multifrost.internal.serving;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.child.CallContext;
import io.multifrost.internal.kotlin.KotlinMethods;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.value.EncodedValue;

/**
 * The names by which a function takes arguments: those of its parameters, but for one of
 * any number, where its class was compiled with them.
 *
 * @param names the names in their order, or {@code null} where they are not known
 */
record ParameterNames(@Nullable List<String> names) {

	/** Of a function that takes whatever comes. */
	static final ParameterNames NONE = new ParameterNames(List.of());

	static ParameterNames of(Method method) {
		List<Parameter> parameters = Arrays.stream(KotlinMethods.parameters(method))
			.filter((parameter) -> parameter.getType() != CallContext.class)
			.toList();
		return new ParameterNames(parameters.stream().allMatch(Parameter::isNamePresent)
				? parameters.stream().filter((parameter) -> !parameter.isVarArgs()).map(Parameter::getName).toList()
				: null);
	}

	/**
	 * Put arguments that came by name into their places.
	 * @param codec the codec
	 * @param function the name of the function
	 * @param positional the arguments that came by position
	 * @param keywords those that came by name
	 * @return all of them, as if they had come by position
	 * @throws ValueConversionException if a name is unknown, missing or given twice, or
	 * there are none
	 */
	EncodedValue place(MessageCodec codec, String function, EncodedValue positional, Object keywords) {
		if (!(keywords instanceof Map<?, ?> map)) {
			throw new ValueConversionException("got keyword arguments that are no map");
		}
		if (this.names == null) {
			throw new ValueConversionException("cannot be given " + map.keySet() + " by name, since its class was "
					+ "compiled without the names of parameters: compile it with -parameters, or give them by position");
		}
		Map<Object, Object> given = new HashMap<>(map);
		EncodedValue[] first = codec.arguments().split(positional);
		@Nullable Object[] placed = Arrays.copyOf(first, Math.max(first.length, this.names.size()), Object[].class);
		for (int i = 0; i < this.names.size(); i++) {
			String name = this.names.get(i);
			boolean byName = given.containsKey(name);
			if (byName == i < first.length) {
				throw new ValueConversionException((byName ? "got argument '" + name + "' by position and by name"
						: "lacks argument '" + name + "'") + ": it takes " + this.names);
			}
			if (byName) {
				placed[i] = given.remove(name);
			}
		}
		if (!given.isEmpty()) {
			throw new ValueConversionException("has no parameter " + given.keySet() + ": it takes " + this.names);
		}
		return codec.encodeArguments(function, placed);
	}

}
