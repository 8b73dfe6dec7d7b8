package io.multifrost.message;

final class MessageDecoder {

	MessageDecoder(CodecLimits limits) {
	}

	Message decode(byte[] payload) {
		throw new UnsupportedOperationException();
	}

}
