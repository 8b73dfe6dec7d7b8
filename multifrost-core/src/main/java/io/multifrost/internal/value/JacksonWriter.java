package io.multifrost.internal.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.util.TokenBuffer;

import io.multifrost.CodecLimits;

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
	 * @param depth the levels of arrays and maps around the object
	 * @param limits the limits
	 * @param mapper converts it
	 * @return maps, lists and scalars
	 * @throws CodecFault if Jackson cannot convert the object
	 */
	static @Nullable Object toPlain(Object value, int depth, CodecLimits limits, JacksonMapper mapper) {
		TokenBuffer tokens = TokenBuffer.forGeneration();
		try {
			mapper.get().writeValue(new BoundedTokens(tokens, depth, limits), value);
			try (JsonParser parser = tokens.asParser(ObjectReadContext.empty())) {
				// How an application reads what has no type is not how this is written.
				return JacksonMapper.STANDARD.get().readerFor(Object.class).readValue(parser);
			}
		}
		// Getters and serializers may throw anything
		catch (RuntimeException ex) {
			throw JacksonFaults.of("has no form on the wire (Java type " + value.getClass().getName() + ")", ex);
		}
	}

}
