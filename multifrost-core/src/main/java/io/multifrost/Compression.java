package io.multifrost;

/**
 * How large arguments and results are made smaller on their way to another machine.
 */
public enum Compression {

	/** Not at all. */
	NONE,

	/** By gzip, which every worker of this library reads. */
	GZIP,

	/**
	 * By Zstandard, which is several times faster. It needs
	 * {@code com.github.luben:zstd-jni} in Java, and Python 3.14 or the package
	 * {@code zstandard} in Python.
	 */
	ZSTD

}
