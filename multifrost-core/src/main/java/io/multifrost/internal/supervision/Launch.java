package io.multifrost.internal.supervision;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One launch of a process, which another thread may interrupt as long as it lasts. The
 * interrupt reaches nothing else of the thread that launches.
 */
final class Launch {

	private @Nullable Thread thread;

	private boolean cancelled;

	/**
	 * Launch on this thread.
	 * @param launch what is done
	 * @return its result
	 */
	<T> T run(Supplier<T> launch) {
		synchronized (this) {
			this.thread = Thread.currentThread();
			if (this.cancelled) {
				this.thread.interrupt();
			}
		}
		try {
			return launch.get();
		}
		finally {
			synchronized (this) {
				this.thread = null;
				if (this.cancelled) {
					// It was meant for the launch.
					Thread.interrupted();
				}
			}
		}
	}

	synchronized void cancel() {
		this.cancelled = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

}
