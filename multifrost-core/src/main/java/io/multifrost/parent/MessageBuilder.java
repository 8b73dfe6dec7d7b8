package io.multifrost.parent;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.Compression;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConverter;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.value.JacksonMapper;

/**
 * Collects how messages to and from a worker are written.
 *
 * @param <B> the type of the builder
 */
abstract class MessageBuilder<B extends MessageBuilder<B>> {

	private static final long DEFAULT_MAX_QUEUE_SIZE = 256L << 20;

	private static final int DEFAULT_COMPRESSION_THRESHOLD = 16 * 1024;

	ProtocolVersion protocol = ProtocolVersion.V3;

	CodecLimits limits = CodecLimits.DEFAULTS;

	private @Nullable JsonMapper jsonMapper;

	private final List<ValueConverter<?, ?>> valueConverters = new ArrayList<>();

	long maxQueueSize = DEFAULT_MAX_QUEUE_SIZE;

	private Compression compression = Compression.NONE;

	private int compressionThreshold = DEFAULT_COMPRESSION_THRESHOLD;

	abstract B self();

	/**
	 * Say which version of the protocol calls are sent in. By default
	 * {@link ProtocolVersion#V3}.
	 * @param protocol the version
	 * @return this builder
	 */
	public B protocol(ProtocolVersion protocol) {
		this.protocol = protocol;
		return self();
	}

	/**
	 * Say what messages may hold, both those that are sent and those that arrive. By
	 * default {@link CodecLimits#DEFAULTS}.
	 * @param limits the limits
	 * @return this builder
	 */
	public B limits(CodecLimits limits) {
		this.limits = limits;
		return self();
	}

	/**
	 * Say what converts records and beans: a mapper with the modules, mix-ins and
	 * settings of the application. What the protocol asks for, such as that no value is
	 * bent to fit, is set on top of them.
	 * @param mapper the application's mapper
	 * @return this builder
	 */
	public B jsonMapper(JsonMapper mapper) {
		this.jsonMapper = mapper;
		return self();
	}

	/**
	 * Add a converter for a type of one's own, which comes before the mapper, and after
	 * the converters that were added before.
	 * @param converter a converter
	 * @return this builder
	 */
	public B valueConverter(ValueConverter<?, ?> converter) {
		this.valueConverters.add(converter);
		return self();
	}

	/**
	 * Return what converts records and beans.
	 */
	JacksonMapper mapper() {
		return JacksonMapper.of(this.jsonMapper, this.valueConverters);
	}

	/**
	 * Set how many bytes may wait to be sent to a worker that does not read; a call
	 * beyond that is refused, unless it waits alone. 256 MiB by default.
	 * @param maxQueueSize a number of bytes
	 * @return this builder
	 */
	public B maxQueueSize(long maxQueueSize) {
		if (maxQueueSize < 1) {
			throw new IllegalArgumentException("maxQueueSize must be at least 1, but is " + maxQueueSize);
		}
		this.maxQueueSize = maxQueueSize;
		return self();
	}

	/**
	 * Say how arguments and results are compressed where the worker runs on another
	 * machine, and says that it knows it. Nothing is compressed on the loopback of this
	 * machine. By default {@link Compression#NONE}.
	 * @param compression the algorithm
	 * @return this builder
	 */
	public B compression(Compression compression) {
		this.compression = compression;
		return self();
	}

	/**
	 * Say from which length on a value is compressed. By default 16 KiB.
	 * @param threshold bytes
	 * @return this builder
	 */
	public B compressionThreshold(int threshold) {
		if (threshold < 0) {
			throw new IllegalArgumentException("compressionThreshold must not be negative, but is " + threshold);
		}
		this.compressionThreshold = threshold;
		return self();
	}

	/**
	 * Return how values are compressed.
	 * @return how, or {@code null} for not at all
	 * @throws IllegalStateException if the library is missing that the algorithm needs
	 */
	@Nullable Compressor compressor() {
		return (this.compression != Compression.NONE) ? new Compressor(this.compression, this.compressionThreshold)
				: null;
	}

}
