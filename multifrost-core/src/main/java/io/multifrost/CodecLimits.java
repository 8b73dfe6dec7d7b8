package io.multifrost;

/**
 * What a message may hold at most, in both directions. What arrives is checked before
 * anything is allocated for it.
 *
 * @param maxMessageSize the bytes of one message
 * @param maxValueSize the bytes of one string, binary or extension value
 * @param maxEntries the entries of one array or map
 * @param maxDepth the levels of arrays and maps within each other. The map that is the
 * message itself is the first, so that a plain argument stands within two and a plain
 * result within one
 * @param maxFileSize the bytes of one value that is in a file beside the message, where
 * both sides are processes of one user on one host
 */
public record CodecLimits(int maxMessageSize, int maxValueSize, int maxEntries, int maxDepth, long maxFileSize) {

	private static final long DEFAULT_MAX_FILE_SIZE = 1L << 30;

	/**
	 * The limits that the other implementations have too: 64 MiB for a message, 10 MiB
	 * for a value, 100,000 entries and 100 levels; 1 GiB for a value in a file.
	 */
	public static final CodecLimits DEFAULTS = new CodecLimits(64 * 1024 * 1024, 10 * 1024 * 1024, 100_000, 100);

	private static final int GREATEST_DEPTH = 1_000;

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public CodecLimits {
		check("maxMessageSize", maxMessageSize, 1, Integer.MAX_VALUE - 16);
		// The fields of a message itself must fit, or nothing could be sent
		check("maxValueSize", maxValueSize, 64, Integer.MAX_VALUE - 16);
		check("maxEntries", maxEntries, 16, Integer.MAX_VALUE - 16);
		// Values are read and written recursively: more levels could exhaust a thread's
		// stack
		check("maxDepth", maxDepth, 2, GREATEST_DEPTH);
		check("maxFileSize", maxFileSize, 1, Long.MAX_VALUE);
	}

	/**
	 * Create limits with the usual one of files.
	 * @param maxMessageSize the bytes of one message
	 * @param maxValueSize the bytes of one string, binary or extension value
	 * @param maxEntries the entries of one array or map
	 * @param maxDepth the levels of arrays and maps within each other
	 * @throws IllegalArgumentException if one is out of range
	 */
	public CodecLimits(int maxMessageSize, int maxValueSize, int maxEntries, int maxDepth) {
		this(maxMessageSize, maxValueSize, maxEntries, maxDepth, DEFAULT_MAX_FILE_SIZE);
	}

	private static void check(String name, long value, long least, long greatest) {
		if (value < least || value > greatest) {
			throw new IllegalArgumentException(
					name + " must be between " + least + " and " + greatest + ", but is " + value);
		}
	}

	/**
	 * Return these limits with another size of messages.
	 * @param maxMessageSize the bytes of one message
	 * @return the limits
	 */
	public CodecLimits withMaxMessageSize(int maxMessageSize) {
		return new CodecLimits(maxMessageSize, this.maxValueSize, this.maxEntries, this.maxDepth, this.maxFileSize);
	}

	/**
	 * Return these limits with another size of values.
	 * @param maxValueSize the bytes of one string, binary or extension value
	 * @return the limits
	 */
	public CodecLimits withMaxValueSize(int maxValueSize) {
		return new CodecLimits(this.maxMessageSize, maxValueSize, this.maxEntries, this.maxDepth, this.maxFileSize);
	}

	/**
	 * Return these limits with another number of entries.
	 * @param maxEntries the entries of one array or map
	 * @return the limits
	 */
	public CodecLimits withMaxEntries(int maxEntries) {
		return new CodecLimits(this.maxMessageSize, this.maxValueSize, maxEntries, this.maxDepth, this.maxFileSize);
	}

	/**
	 * Return these limits with another depth.
	 * @param maxDepth the levels of arrays and maps within each other
	 * @return the limits
	 */
	public CodecLimits withMaxDepth(int maxDepth) {
		return new CodecLimits(this.maxMessageSize, this.maxValueSize, this.maxEntries, maxDepth, this.maxFileSize);
	}

	/**
	 * Return these limits with another size of values in files.
	 * @param maxFileSize the bytes of one value that is in a file beside the message
	 * @return the limits
	 */
	public CodecLimits withMaxFileSize(long maxFileSize) {
		return new CodecLimits(this.maxMessageSize, this.maxValueSize, this.maxEntries, this.maxDepth, maxFileSize);
	}

}
