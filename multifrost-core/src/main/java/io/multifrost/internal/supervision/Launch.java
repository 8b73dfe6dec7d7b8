package io.multifrost.internal.supervision;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One launch of a process, which another thread may interrupt as long as it lasts. That
 * interrupt reaches nothing else of the thread that launches, and takes away none that
 * somebody else has sent before. Safe for use by several threads.
 */
final class Launch {

	private @Nullable Thread thread;

	private boolean cancelled;

	/** Whether the interrupt of the thread is ours alone. */
	private boolean ours;

	/**
	 * Launch on this thread.
	 * @param launch what is done
	 * @return its result, or {@code null} if the launch was cancelled before
	 */
	<T> @Nullable T run(Supplier<T> launch) {
		synchronized (this) {
			if (this.cancelled) {
				return null;
			}
			this.thread = Thread.currentThread();
		}
		try {
			return launch.get();
		}
		finally {
			synchronized (this) {
				this.thread = null;
				if (this.ours) {
					Thread.interrupted();
				}
			}
		}
	}

	synchronized void cancel() {
		this.cancelled = true;
		if (this.thread != null) {
			this.ours = !this.thread.isInterrupted();
			this.thread.interrupt();
		}
	}

}
