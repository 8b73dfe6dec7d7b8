package io.multifrost.parent;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.IoTimer;

/**
 * Asks a worker for a sign of life at regular times. All methods run on the I/O thread.
 * <p>
 * A worker that runs one function at a time cannot answer meanwhile: while calls wait for
 * it, a missing answer means nothing, and the deadlines of the calls decide. Anything
 * else that it sends is as good as an answer.
 */
final class HeartbeatMonitor {

	private final HeartbeatSettings settings;

	private final IoLoop loop;

	private final Supplier<String> sender;

	private final BooleanSupplier busy;

	private final Runnable onUnresponsive;

	private @Nullable IoTimer timer;

	private @Nullable String awaited;

	private int misses;

	private boolean stopped;

	/**
	 * Create a monitor.
	 * @param settings when to ask, and how long to wait
	 * @param loop runs the timers
	 * @param sender sends a heartbeat and returns its id
	 * @param busy whether the worker has calls to answer
	 * @param onUnresponsive called when the worker has missed what it is allowed
	 */
	HeartbeatMonitor(HeartbeatSettings settings, IoLoop loop, Supplier<String> sender, BooleanSupplier busy,
			Runnable onUnresponsive) {
		this.settings = settings;
		this.loop = loop;
		this.sender = sender;
		this.busy = busy;
		this.onUnresponsive = onUnresponsive;
	}

	/**
	 * Begin to ask. Does nothing if it has begun already, or was stopped.
	 */
	void start() {
		if (this.timer == null && !this.stopped && !this.settings.interval().isZero()) {
			next(this.settings.interval());
		}
	}

	private void next(Duration delay) {
		this.timer = this.loop.schedule(delay, this::ask);
	}

	private void ask() {
		if (this.stopped) {
			return;
		}
		this.awaited = this.sender.get();
		this.timer = this.loop.schedule(this.settings.timeout(), this::check);
	}

	private void check() {
		if (this.stopped) {
			return;
		}
		if (this.awaited == null || this.busy.getAsBoolean()) {
			this.misses = 0;
		}
		else {
			this.misses++;
		}
		if (this.misses >= this.settings.maxMisses()) {
			this.misses = 0;
			this.onUnresponsive.run();
		}
		Duration rest = this.settings.interval().minus(this.settings.timeout());
		next(rest.isNegative() ? Duration.ZERO : rest);
	}

	void onAnswer(@Nullable String id) {
		if (this.awaited != null && this.awaited.equals(id)) {
			onSignOfLife();
		}
	}

	void onSignOfLife() {
		this.awaited = null;
		this.misses = 0;
	}

	/**
	 * Stop asking, for good.
	 */
	void stop() {
		this.stopped = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

}
