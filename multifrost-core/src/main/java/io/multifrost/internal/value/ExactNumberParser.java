package io.multifrost.internal.value;

import java.math.BigInteger;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Gives a float where an integer is asked for only if it is whole. Some peers send whole
 * numbers as floats, so that Jackson must be allowed to take them, but then it would cut
 * off fractions.
 */
final class ExactNumberParser extends JsonParserDelegate {

	ExactNumberParser(JsonParser parser) {
		super(parser);
	}

	@Override
	public byte getByteValue() {
		requireWhole(byte.class);
		return super.getByteValue();
	}

	@Override
	public short getShortValue() {
		requireWhole(short.class);
		return super.getShortValue();
	}

	@Override
	public int getIntValue() {
		requireWhole(int.class);
		return super.getIntValue();
	}

	@Override
	public long getLongValue() {
		requireWhole(long.class);
		return super.getLongValue();
	}

	@Override
	public BigInteger getBigIntegerValue() {
		requireWhole(BigInteger.class);
		return super.getBigIntegerValue();
	}

	@Override
	public int getValueAsInt() {
		return (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? getIntValue() : super.getValueAsInt();
	}

	@Override
	public int getValueAsInt(int defaultValue) {
		return (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? getIntValue() : super.getValueAsInt(defaultValue);
	}

	@Override
	public long getValueAsLong() {
		return (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? getLongValue() : super.getValueAsLong();
	}

	@Override
	public long getValueAsLong(long defaultValue) {
		return (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? getLongValue() : super.getValueAsLong(defaultValue);
	}

	private void requireWhole(Class<?> type) {
		if (currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
			return;
		}
		double value = getDoubleValue();
		boolean fits = (type == BigInteger.class) ? Numbers.toBigInteger(value) != null
				: ValueTypes.number(value, type) != null;
		if (!fits) {
			throw new InputCoercionException(this, value + " is no " + type.getSimpleName(),
					JsonToken.VALUE_NUMBER_FLOAT, type);
		}
	}

}
