package io.multifrost.message;

import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

final class MessageEncoder {

	MessageEncoder(CodecLimits limits, InstantSource clock) {
	}

	byte[] call(ProtocolVersion version, String id, String function, @Nullable Object[] arguments, String namespace,
			@Nullable String clientName, Map<String, ?> metadata) {
		throw new UnsupportedOperationException();
	}

	byte[] response(ProtocolVersion version, String id, @Nullable Object result, Map<String, ?> metadata) {
		throw new UnsupportedOperationException();
	}

	byte[] message(Message message) {
		throw new UnsupportedOperationException();
	}

}
