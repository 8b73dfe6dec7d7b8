package io.multifrost.internal.value;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.util.TokenBuffer;

import io.multifrost.CodecLimits;

/**
 * Passes on what Jackson writes, and stops it where it nests too deeply. Without this a
 * cycle of objects ends in an exhausted stack, after which classes of Jackson's whose
 * first use fell just there cannot be used any more in this process.
 */
final class BoundedTokens extends JsonGeneratorDelegate {

	/**
	 * Bytes go through all the same, but a UUID would be sixteen of them.
	 */
	private static final JacksonFeatureSet<StreamWriteCapability> CAPABILITIES = JacksonFeatureSet
		.fromDefaults(StreamWriteCapability.values())
		.without(StreamWriteCapability.CAN_WRITE_BINARY_NATIVELY);

	private final ObjectWriteContext context;

	private final int most;

	private final CodecLimits limits;

	/**
	 * Create a generator.
	 * @param tokens takes what is written
	 * @param context writes what serializers give the generator to write
	 * @param depth the levels of arrays and maps around what is written
	 * @param limits the limits
	 */
	BoundedTokens(TokenBuffer tokens, ObjectWriteContext context, int depth, CodecLimits limits) {
		super(tokens);
		this.context = context;
		this.most = limits.maxDepth() - depth;
		this.limits = limits;
	}

	@Override
	public JsonGenerator writeStartArray() {
		return within(super.writeStartArray());
	}

	@Override
	public JsonGenerator writeStartArray(Object forValue) {
		return within(super.writeStartArray(forValue));
	}

	@Override
	public JsonGenerator writeStartArray(Object forValue, int size) {
		return within(super.writeStartArray(forValue, size));
	}

	@Override
	public JsonGenerator writeStartObject() {
		return within(super.writeStartObject());
	}

	@Override
	public JsonGenerator writeStartObject(Object forValue) {
		check(forValue);
		return within(super.writeStartObject(forValue));
	}

	@Override
	public JsonGenerator writeStartObject(Object forValue, int size) {
		check(forValue);
		return within(super.writeStartObject(forValue, size));
	}

	@Override
	public JsonGenerator writePOJO(@Nullable Object value) {
		if (value == null || value instanceof byte[]) {
			super.writePOJO(value);
		}
		else {
			this.context.writeValue(this, value);
		}
		return this;
	}

	@Override
	public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
		return CAPABILITIES;
	}

	/**
	 * Refuse what Jackson would write in a form that is not meant.
	 */
	private static void check(Object written) {
		if (written instanceof Future<?> || written instanceof CompletionStage<?>) {
			throw CodecFault.of("is a future, which has no form on the wire (Java type " + written.getClass().getName()
					+ "): send its result");
		}
		if (written instanceof Map<?, ?> map) {
			MapKeys.requireDistinct(map.entrySet());
		}
	}

	private JsonGenerator within(JsonGenerator opened) {
		if (streamWriteContext().getNestingDepth() > this.most) {
			throw CodecFault.depth(this.limits);
		}
		return opened;
	}

}
