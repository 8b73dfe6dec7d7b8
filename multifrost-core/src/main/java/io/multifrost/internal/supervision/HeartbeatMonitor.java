package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.parent.HeartbeatSettings;

/**
 * Asks a worker for a sign of life at regular times. All methods run on the I/O thread,
 * except {@link #stop()}.
 * <p>
 * A worker that runs one function at a time cannot answer meanwhile: while calls wait for
 * it, a missing answer means nothing, and the deadlines of the calls decide. Anything
 * else that it sends is as good as an answer.
 */
final class HeartbeatMonitor {

	/**
	 * Heartbeats of many workers that fall together wake the I/O thread once; for this
	 * each, and each look for its answer, may be late by a small part of its time.
	 */
	private static final int SLACK_PARTS = 20;

	private final HeartbeatSettings settings;

	private final IoLoop loop;

	private final BooleanSupplier busy;

	private final Peer peer;

	private final Duration slack;

	private final Duration timeoutSlack;

	private volatile @Nullable IoTimer timer;

	/** The id of the last heartbeat, until it is answered. */
	private @Nullable String asked;

	/** Whether nothing at all has come since the last heartbeat was sent. */
	private boolean answerMissing;

	private long askedAt;

	private int misses;

	private volatile boolean stopped;

	/**
	 * Create a monitor.
	 * @param settings when to ask, and how long to wait
	 * @param loop runs the timers
	 * @param busy whether the worker has calls to answer
	 * @param peer the worker
	 */
	HeartbeatMonitor(HeartbeatSettings settings, IoLoop loop, BooleanSupplier busy, Peer peer) {
		this.settings = settings;
		this.loop = loop;
		this.busy = busy;
		this.peer = peer;
		this.slack = settings.interval().dividedBy(SLACK_PARTS);
		Duration timeout = settings.timeout().dividedBy(SLACK_PARTS);
		this.timeoutSlack = (timeout.compareTo(this.slack) < 0) ? timeout : this.slack;
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
		this.timer = this.loop.scheduleAbout(delay, this.slack, () -> this.peer.run(this::ask));
	}

	private void ask() {
		if (this.stopped) {
			return;
		}
		this.askedAt = System.nanoTime();
		this.asked = this.peer.send();
		this.answerMissing = true;
		this.timer = this.loop.scheduleAbout(this.settings.timeout(), this.timeoutSlack,
				() -> this.peer.run(this::check));
	}

	private void check() {
		if (this.stopped) {
			return;
		}
		if (!this.answerMissing || this.busy.getAsBoolean()) {
			this.misses = 0;
		}
		else {
			this.misses++;
			this.peer.missed(this.misses);
		}
		if (this.misses >= this.settings.maxMisses()) {
			this.misses = 0;
			this.peer.unresponsive();
		}
		Duration rest = this.settings.interval().minusNanos(System.nanoTime() - this.askedAt);
		next(rest.isNegative() ? Duration.ZERO : rest);
	}

	void onAnswer(@Nullable String id) {
		if (id != null && id.equals(this.asked)) {
			this.asked = null;
			this.peer.answered(Duration.ofNanos(System.nanoTime() - this.askedAt));
		}
	}

	void onSignOfLife() {
		this.answerMissing = false;
		this.misses = 0;
	}

	/**
	 * Stop asking, for good. May be called on any thread.
	 */
	void stop() {
		this.stopped = true;
		IoTimer timer = this.timer;
		if (timer != null) {
			timer.cancel();
		}
	}

	/**
	 * The worker that is asked. Called on the I/O thread.
	 */
	interface Peer {

		/**
		 * Do a step of the monitor, and give the worker up where that fails: no other
		 * step would follow, and nobody would notice that it hangs.
		 * @param step the step
		 */
		void run(Runnable step);

		/**
		 * Send a heartbeat.
		 * @return its id
		 */
		String send();

		/**
		 * The last heartbeat was answered.
		 * @param roundTrip the time between sending it and its answer
		 */
		void answered(Duration roundTrip);

		/**
		 * Nothing has come in time though no call keeps the worker busy.
		 * @param misses how often in a row by now
		 */
		void missed(int misses);

		/**
		 * The worker has missed what it is allowed.
		 */
		void unresponsive();

	}

}
