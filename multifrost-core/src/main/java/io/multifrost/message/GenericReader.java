package io.multifrost.message;

import org.jspecify.annotations.Nullable;

final class GenericReader {

	private GenericReader() {
	}

	static @Nullable Object read(MsgpackReader reader) {
		throw new UnsupportedOperationException();
	}

}
