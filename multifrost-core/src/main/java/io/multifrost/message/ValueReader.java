package io.multifrost.message;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

final class ValueReader {

	private ValueReader() {
	}

	static @Nullable Object read(MsgpackReader reader, Type type) {
		throw new UnsupportedOperationException();
	}

}
