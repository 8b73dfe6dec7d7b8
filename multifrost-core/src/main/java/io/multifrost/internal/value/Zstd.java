package io.multifrost.internal.value;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;

/**
 * All that knows the library for Zstandard, which need not be there.
 */
final class Zstd {

	private Zstd() {
	}

	static InputStream open(InputStream compressed) throws IOException {
		return new ZstdInputStream(compressed);
	}

	static OutputStream create(OutputStream compressed) throws IOException {
		return new ZstdOutputStream(compressed);
	}

}
