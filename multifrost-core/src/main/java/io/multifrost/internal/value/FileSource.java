package io.multifrost.internal.value;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads what is in a file of two processes, and not in the message. What names the file
 * comes from the other one, and is not trusted.
 */
public interface FileSource {

	/**
	 * Where no file is expected.
	 */
	FileSource NONE = (part, sink) -> {
		throw CodecFault.of("is in a file, which was not asked for");
	};

	/**
	 * Read a part of a file.
	 * @param part which it is
	 * @param sink given the bytes, in order, in little-endian pieces whose size is a
	 * multiple of 8 but for the last; only once it is known that all of them are there
	 * and may be read
	 * @throws CodecFault if they are not
	 */
	void read(FilePart part, Consumer<ByteBuffer> sink);

}
