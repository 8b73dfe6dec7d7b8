package io.multifrost.internal.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import io.multifrost.Compression;
import io.multifrost.internal.value.EncodedValue;

/**
 * How values are compressed that are sent.
 *
 * @param algorithm the algorithm, not {@link Compression#NONE}
 * @param threshold the length in bytes up to which a value is sent as it is
 */
public record Compressor(Compression algorithm, int threshold) {

	private static final boolean ZSTD = isPresent("com.github.luben.zstd.ZstdInputStream");

	/**
	 * Check that the algorithm can be used.
	 * @throws IllegalStateException if the library is missing that it needs
	 */
	public Compressor {
		if (!isAvailable(algorithm)) {
			throw new IllegalStateException(
					"compression: zstd needs com.github.luben:zstd-jni on the class path; add it, or use gzip");
		}
	}

	/**
	 * Return whether this process reads and writes an algorithm.
	 */
	public static boolean isAvailable(Compression algorithm) {
		return algorithm != Compression.ZSTD || ZSTD;
	}

	/**
	 * Return the names of the algorithms that this process reads and writes.
	 */
	public static List<String> names() {
		return Arrays.stream(Compression.values())
			.filter((algorithm) -> algorithm != Compression.NONE && isAvailable(algorithm))
			.map(Compressor::name)
			.toList();
	}

	private static boolean isPresent(String type) {
		try {
			Class.forName(type, false, Compressor.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/**
	 * Read what a parent has said of how it reads results.
	 * @param metadata the entry of its call's metadata
	 * @return how to compress the result, or {@code null} for not at all
	 */
	public static @Nullable Compressor of(@Nullable Object metadata) {
		if (!(metadata instanceof Map<?, ?> map) || !(map.get("threshold") instanceof Long threshold)) {
			return null;
		}
		for (Compression algorithm : new Compression[] { Compression.GZIP, Compression.ZSTD }) {
			if (name(algorithm).equals(map.get("algorithm")) && isAvailable(algorithm)) {
				return new Compressor(algorithm, (int) Math.max(0, Math.min(threshold, Integer.MAX_VALUE)));
			}
		}
		return null;
	}

	/**
	 * Return what a call says of how its parent reads results.
	 */
	public Map<String, Object> toMetadata() {
		return Map.of("algorithm", name(), "threshold", this.threshold);
	}

	/**
	 * Return the name of the algorithm on the wire, which is that of the feature too.
	 */
	public String name() {
		return name(this.algorithm);
	}

	private static String name(Compression algorithm) {
		return algorithm.name().toLowerCase(Locale.ROOT);
	}

	byte[] compress(EncodedValue value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, value.length() / 4));
		try (OutputStream output = (this.algorithm == Compression.GZIP) ? new GZIPOutputStream(bytes)
				: Zstd.create(bytes)) {
			output.write(value.array(), value.offset(), value.length());
		}
		return bytes.toByteArray();
	}

	static InputStream open(String algorithm, InputStream compressed, int size) throws IOException {
		if (algorithm.equals(name(Compression.GZIP))) {
			return new GZIPInputStream(compressed);
		}
		if (algorithm.equals(name(Compression.ZSTD)) && ZSTD) {
			return Zstd.open(compressed, size);
		}
		throw new IOException("this process does not know it");
	}

}
