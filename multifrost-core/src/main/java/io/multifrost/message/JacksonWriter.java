package io.multifrost.message;

import org.jspecify.annotations.Nullable;

/**
 * Turns objects that have no form of their own on the wire into plain values, through
 * Jackson.
 */
final class JacksonWriter {

	private JacksonWriter() {
	}

	/**
	 * Convert a record, a bean or any other object.
	 * @param value the object
	 * @return maps, lists and scalars
	 * @throws CodecFault if Jackson cannot convert the object
	 */
	static @Nullable Object toPlain(Object value) {
		try {
			return JacksonMapper.INSTANCE.convertValue(value, Object.class);
		}
		// Getters may throw anything, and a cycle of objects may be deeper than the stack
		catch (RuntimeException | StackOverflowError ex) {
			throw JacksonFaults.of("is a " + value.getClass().getName() + ", which has no form on the wire", ex);
		}
	}

}
