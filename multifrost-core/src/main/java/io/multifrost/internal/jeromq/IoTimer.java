package io.multifrost.internal.jeromq;

/**
 * A task that the I/O loop runs at a time.
 */
public final class IoTimer implements Comparable<IoTimer> {

	private static final Runnable NOTHING = () -> {
		// What the timer was for is not wanted any more.
	};

	private final long dueNanos;

	private volatile Runnable task;

	IoTimer(long dueNanos, Runnable task) {
		this.dueNanos = dueNanos;
		this.task = task;
	}

	/**
	 * Forget the task. Does nothing if it has already run. May be called on any thread.
	 */
	public void cancel() {
		// It may be long until the timer is due: what the task refers to is free now.
		this.task = NOTHING;
	}

	boolean isCancelled() {
		return this.task == NOTHING;
	}

	long dueNanos() {
		return this.dueNanos;
	}

	Runnable task() {
		return this.task;
	}

	@Override
	public int compareTo(IoTimer other) {
		return Long.signum(this.dueNanos - other.dueNanos);
	}

}
