package io.multifrost.internal.message;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConverter;
import io.multifrost.internal.value.JacksonMapper;

/**
 * Loads what converts records and beans, which takes a second or two where it is first
 * used. Whoever has a thread to spare calls it before the first call.
 */
public final class ValueWarmUp {

	private static final Logger logger = LoggerFactory.getLogger(ValueWarmUp.class);

	private ValueWarmUp() {
	}

	/**
	 * Write a record and read it again.
	 * @param application the mapper that workers were given, or {@code null} if none
	 * @param converters those that they were given
	 */
	public static void run(@Nullable JsonMapper application, List<ValueConverter<?, ?>> converters) {
		MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.of(application, converters));
		Sample sample = new Sample("warm-up", 1);
		byte[] answer = codec.encodeResponse(ProtocolVersion.V3, "warm-up", sample, Map.of());
		if (codec.decode(answer) instanceof Message.Response response) {
			Object read = codec.decodeResult(response.result(), Sample.class);
			logger.debug("Values are converted by Jackson from now on without a delay: {}", read);
		}
	}

	/**
	 * What is written and read.
	 *
	 * @param text a text
	 * @param number a number
	 */
	record Sample(String text, int number) {
	}

}
