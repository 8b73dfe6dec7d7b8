package io.multifrost.message;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.ProtocolVersion;

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
	 */
	public static void run() {
		MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);
		Sample sample = new Sample("warm-up", 1);
		byte[] answer = codec.encodeResponse(ProtocolVersion.V3, "warm-up", sample, Map.of());
		if (codec.decode(answer) instanceof Response response) {
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
