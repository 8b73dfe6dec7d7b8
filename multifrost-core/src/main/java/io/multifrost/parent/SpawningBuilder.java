package io.multifrost.parent;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.sharedfile.FilePool;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.Target;
import io.multifrost.process.InheritedEnvironment;

/**
 * Collects what the processes of a worker are started with, and share with this one.
 *
 * @param <B> the type of the builder
 */
abstract class SpawningBuilder<B extends SpawningBuilder<B>> extends CallingBuilder<B> {

	private static final long DEFAULT_FILES_THRESHOLD = 1L << 20;

	final Target target;

	private long filesThreshold = DEFAULT_FILES_THRESHOLD;

	SpawningBuilder(Target target) {
		this.target = target;
	}

	/**
	 * Name the program that runs the script, for example {@code python3}.
	 * @param executable a name that is looked up on the {@code PATH}, or a path
	 * @return this builder
	 */
	public B executable(String executable) {
		spawned("executable").executable(executable);
		return self();
	}

	/**
	 * Add arguments to the command line.
	 * @param arguments the arguments
	 * @return this builder
	 */
	public B arguments(String... arguments) {
		spawned("arguments").arguments(arguments);
		return self();
	}

	/**
	 * Add a variable to the process's environment.
	 * @param name the name of the variable
	 * @param value its value
	 * @return this builder
	 */
	public B environment(String name, String value) {
		spawned("environment").environment(name, value);
		return self();
	}

	/**
	 * Say what the process takes over from the environment of this one. By default
	 * {@link InheritedEnvironment#ALL}.
	 * @param inherited what it takes over
	 * @return this builder
	 */
	public B inheritEnvironment(InheritedEnvironment inherited) {
		spawned("inheritEnvironment").inheritEnvironment(inherited);
		return self();
	}

	/**
	 * Name the directory in which the process runs.
	 * @param directory a directory; by default this process's own
	 * @return this builder
	 */
	public B directory(Path directory) {
		spawned("directory").directory(directory);
		return self();
	}

	/**
	 * Say how large arrays of numbers and bytes have to be to travel in a file that is
	 * mapped into memory, instead of in a message. Only between this process and one that
	 * it has started, where that knows it: workers of Python and Java with this library.
	 * By default 1 MiB.
	 * @param threshold a number of bytes, or 0 to send all in messages
	 * @return this builder
	 */
	public B filesThreshold(long threshold) {
		if (threshold < 0) {
			throw new IllegalArgumentException("filesThreshold must not be negative, but is " + threshold);
		}
		this.filesThreshold = threshold;
		return self();
	}

	SpawnTarget spawned(String setting) {
		if (!(this.target instanceof SpawnTarget spawned)) {
			throw new IllegalStateException("The setting " + setting
					+ " is for a worker that is spawned, and this one is connected to: it runs by itself");
		}
		return spawned;
	}

	/**
	 * Return the files that are shared with the processes, or {@code null} if none are.
	 */
	@Nullable FilePool files() {
		boolean shared = this.target instanceof SpawnTarget && this.filesThreshold > 0;
		return shared ? new FilePool(this.filesThreshold, this.limits, SharedExecutors.own()) : null;
	}

}
