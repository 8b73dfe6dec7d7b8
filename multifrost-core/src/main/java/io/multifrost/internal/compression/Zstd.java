package io.multifrost.internal.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;

/**
 * All that knows the library for Zstandard, which need not be there.
 */
final class Zstd {

	/** What the usual levels ask for, whatever they compress: 8 MiB. */
	private static final int USUAL_WINDOW_LOG = 23;

	private static final int MAX_WINDOW_LOG = 27;

	private Zstd() {
	}

	/**
	 * Read what is compressed.
	 * @param compressed the compressed bytes
	 * @param size how many bytes they say that they become: a frame may ask for as much
	 * memory beside it, and not for what its header likes
	 */
	static InputStream open(InputStream compressed, int size) throws IOException {
		int log = Integer.SIZE - Integer.numberOfLeadingZeros(size);
		return new ZstdInputStream(compressed).setLongMax(Math.max(USUAL_WINDOW_LOG, Math.min(log, MAX_WINDOW_LOG)));
	}

	static OutputStream create(OutputStream compressed) throws IOException {
		return new ZstdOutputStream(compressed);
	}

}
