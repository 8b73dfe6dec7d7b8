package io.multifrost.internal.value;

import java.math.BigInteger;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Gives a number as another type only where it stays the same. Some peers send whole
 * numbers as floats, so that Jackson must be allowed to take them, but then it would cut
 * off fractions; and it takes any integer for a float, and any float for a smaller one.
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
		// Jackson makes a long of a float first.
		return (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) ? (BigInteger) requireExact(this, BigInteger.class)
				: super.getBigIntegerValue();
	}

	@Override
	public float getFloatValue() {
		requireExact(this, float.class);
		return super.getFloatValue();
	}

	@Override
	public double getDoubleValue() {
		requireExact(this, double.class);
		return super.getDoubleValue();
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
		if (currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
			requireExact(this, type);
		}
	}

	/**
	 * Convert the number at which a parser is.
	 * @throws InputCoercionException if it would not be the same as that type
	 */
	static Object requireExact(JsonParser parser, Class<?> type) {
		Number number = parser.getNumberValue();
		Object exact = ValueTypes.number(number, type);
		if (exact == null) {
			throw new InputCoercionException(parser, number + " is no " + type.getSimpleName(), parser.currentToken(),
					type);
		}
		return exact;
	}

}
