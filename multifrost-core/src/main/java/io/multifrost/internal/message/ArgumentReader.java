package io.multifrost.internal.message;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.TypeNames;
import io.multifrost.internal.compression.CompressedValue;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.FilePart;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.internal.value.MsgpackReader;
import io.multifrost.internal.value.NumberArrayReader;
import io.multifrost.internal.value.ValueReader;
import io.multifrost.internal.value.WireType;

/**
 * Converts the arguments of calls. It is immutable, and may be used by any number of
 * threads at the same time.
 *
 * @param limits the limits of values
 * @param mapper converts records and beans
 * @param files where values are that came in files
 */
public record ArgumentReader(CodecLimits limits, JacksonMapper mapper, FilePart.Source files) {

	/**
	 * Convert the arguments of a call to the parameter types of a function.
	 * @param arguments the arguments
	 * @param types the types, one for each argument
	 * @return the arguments
	 * @throws ProtocolException if the arguments are not an array
	 * @throws ValueConversionException if their number is another, or if one does not fit
	 * its type; the message names it, counted from 1
	 */
	public @Nullable Object[] decode(EncodedValue arguments, Type[] types) {
		return decode(arguments, types, false);
	}

	/**
	 * Convert the arguments of a call for a function with a variable number of them. They
	 * come one by one; where they are numbers, text or the like, an array in their place
	 * is taken as well.
	 * @param arguments the arguments
	 * @param types the types of the parameters, of which the last is an array
	 * @return the arguments, as many as there are types
	 * @throws ProtocolException if the arguments are not an array
	 * @throws ValueConversionException if there are too few, or if one does not fit its
	 * type; the message names it, counted from 1
	 */
	public @Nullable Object[] decodeVariable(EncodedValue arguments, Type[] types) {
		return decode(arguments, types, true);
	}

	private @Nullable Object[] decode(EncodedValue arguments, Type[] types, boolean variable) {
		MsgpackReader reader = reader(arguments);
		int count = reader.readArrayHeader();
		int fixed = variable ? types.length - 1 : types.length;
		if (variable ? count < fixed : count != fixed) {
			throw new ValueConversionException("expects " + (variable ? "at least " : "")
					+ TypeNames.arguments(Arrays.copyOf(types, fixed)) + " but got " + count);
		}
		@Nullable Object[] values = new @Nullable Object[types.length];
		for (int i = 0; i < fixed; i++) {
			values[i] = decode(reader, i, types[i]);
		}
		if (variable) {
			values[fixed] = decodeMore(reader, fixed, count, types[fixed]);
		}
		return values;
	}

	private @Nullable Object decodeMore(MsgpackReader reader, int fixed, int count, Type type) {
		Type element = ValueReader.componentType(type);
		boolean array = count == fixed + 1 && !ValueReader.readsArrays(element)
				&& (reader.peekType() == WireType.ARRAY || NumberArrayReader.isNext(reader));
		if (array) {
			return decode(reader, fixed, type);
		}
		Object more = Array.newInstance(ValueReader.rawType(element), count - fixed);
		for (int i = fixed; i < count; i++) {
			Array.set(more, i - fixed, decode(reader, i, element));
		}
		return more;
	}

	/**
	 * Find the arguments of a call without converting them.
	 * @param arguments the arguments
	 * @return each argument
	 * @throws ProtocolException if the arguments are not an array
	 */
	public EncodedValue[] split(EncodedValue arguments) {
		MsgpackReader reader = reader(arguments);
		EncodedValue[] split = new EncodedValue[reader.readArrayHeader()];
		for (int i = 0; i < split.length; i++) {
			split[i] = reader.readEncoded();
		}
		return split;
	}

	/**
	 * Convert one argument of a call.
	 * @param argument the argument
	 * @param index its place, from 0
	 * @param type the type
	 * @return the argument
	 * @throws ValueConversionException if it does not fit its type; the message names it,
	 * counted from 1
	 */
	public @Nullable Object decode(EncodedValue argument, int index, Type type) {
		return decode(MsgpackReader.of(argument, this.mapper, this.files), index, type);
	}

	private @Nullable Object decode(MsgpackReader reader, int index, Type type) {
		try {
			return ValueReader.read(reader, type);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("argument " + (index + 1));
		}
	}

	private MsgpackReader reader(EncodedValue arguments) {
		MsgpackReader reader = MsgpackReader.of(CompressedValue.expand(arguments, this.limits, "field 'args'"),
				this.mapper, this.files);
		if (reader.peekType() != WireType.ARRAY) {
			throw new ProtocolException("The field 'args' must be an array, but is " + arguments.describe());
		}
		return reader;
	}

}
