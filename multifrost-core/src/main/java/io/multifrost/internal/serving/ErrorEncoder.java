package io.multifrost.internal.serving;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.ErrorDetails;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.MessageCodec;

/**
 * Writes errors as messages, cut so that they fit the limits: an error that cannot be
 * sent would leave its caller waiting for ever.
 */
public final class ErrorEncoder {

	private static final int ROOM_FOR_FIELDS = 1024;

	private static final int LONGEST_CHARACTER = 4;

	/** What a note on what was left out takes. */
	private static final int ROOM_FOR_NOTE = 32;

	private final int maxBytes;

	/** The characters of each of three parts, so that they fit beside the text. */
	private final int maxDetail;

	private final MessageCodec codec;

	public ErrorEncoder(CodecLimits limits) {
		this.maxBytes = Math.min(limits.maxValueSize(), limits.maxMessageSize() / 2);
		this.maxDetail = Math.max(0,
				(Math.min(limits.maxValueSize(), limits.maxMessageSize() / 8) - ROOM_FOR_NOTE) / LONGEST_CHARACTER);
		// The id, which came in a message within the limit, is as long as its sender
		// made it.
		long room = 2L * limits.maxMessageSize() + ROOM_FOR_FIELDS;
		this.codec = new MessageCodec(limits.withMaxMessageSize((int) Math.min(room, Integer.MAX_VALUE - 16)));
	}

	/**
	 * Encode an error.
	 * @param version the version in which the request came
	 * @param id the id of the request
	 * @param error what went wrong
	 * @return the message
	 */
	byte[] encode(ProtocolVersion version, String id, RemoteError error) {
		ErrorDetails details = error.details();
		Map<String, @Nullable Object> metadata = error.isStopping() ? Map.of(Message.STOPPING, true) : Map.of();
		return this.codec.encode(new Failure(version, id, fitting(error.text()),
				(details != null) ? details.toMetadata(this.maxDetail) : metadata));
	}

	private String fitting(String error) {
		byte[] bytes = error.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= this.maxBytes) {
			return error;
		}
		// A character that the cut breaks becomes a replacement character, which can be
		// longer than what was left of it.
		return new String(bytes, 0, Math.max(0, this.maxBytes - LONGEST_CHARACTER), StandardCharsets.UTF_8);
	}

}
