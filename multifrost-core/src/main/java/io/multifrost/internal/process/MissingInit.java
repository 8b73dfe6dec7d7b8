package io.multifrost.internal.process;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Warns once where this JVM is the first process of a container. All that others leave
 * behind become its children then, and Java collects none but its own, so that they stay
 * as zombies.
 */
final class MissingInit {

	private final AtomicBoolean due;

	private final Consumer<String> warning;

	/**
	 * Create a check.
	 * @param ownPid the id of this process
	 * @param warning takes the warning
	 */
	MissingInit(long ownPid, Consumer<String> warning) {
		this.due = new AtomicBoolean(ownPid == 1);
		this.warning = warning;
	}

	void warnOnce() {
		if (this.due.compareAndSet(true, false)) {
			this.warning.accept("This JVM is process 1 of its container: what workers leave behind when they end stays "
					+ "as zombies. Run the container with an init process, by 'docker run --init' or 'init: true' in "
					+ "Compose");
		}
	}

}
