package io.multifrost.internal;

/**
 * What a worker may name in its answers to heartbeats that it knows beyond the protocol.
 */
public final class Features {

	/** It describes its functions. */
	public static final String DESCRIBE = "describe";

	/** It takes arguments by the names of their parameters. */
	public static final String KEYWORD_ARGUMENTS = "kwargs";

	/** It reports how far a call is. */
	public static final String PROGRESS = "progress";

	/** It reads and writes arrays of numbers as their bytes. */
	public static final String ARRAY = "array";

	/** It sends results in items. */
	public static final String STREAM = "stream";

	/** It takes arguments in items. */
	public static final String UPLOAD = "upload";

	/** It reads and writes files that its parent lends it. */
	public static final String FILE = "file";

	private Features() {
	}

}
