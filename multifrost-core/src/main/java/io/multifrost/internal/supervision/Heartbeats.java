package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.internal.call.PendingCalls;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.WorkerInstance;

/**
 * What the heartbeats of one life of a worker show: that it is ready, when it answers the
 * first one, and later, asked at regular times, that it hangs. Unless said otherwise,
 * methods run on the I/O thread.
 * <p>
 * A worker that runs one function at a time cannot answer meanwhile: while calls wait for
 * it, a missing answer means nothing, and the deadlines of the calls decide. Anything
 * else that it sends is as good as an answer.
 */
final class Heartbeats {

	/**
	 * A heartbeat that a peer has lost while it set itself up is sent again after this.
	 */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

	/**
	 * Heartbeats of many workers that fall together wake the I/O thread once; for this
	 * each, and each look for its answer, may be late by a small part of its time.
	 */
	private static final int SLACK_PARTS = 20;

	private static final Logger logger = BackgroundLogger.of(Heartbeats.class);

	private final InstanceContext context;

	private final WorkerConnection connection;

	private final HeartbeatSettings settings;

	private final Duration slack;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private volatile Set<String> features = Set.of();

	/** How many calls had run into their timeout when the worker was last heard of. */
	private int excusedTimeouts;

	/** Whether heartbeats are being sent until one is answered. */
	private boolean probing;

	/** There is one at a time, also where the connection comes and goes. */
	private @Nullable IoTimer nextProbe;

	private volatile @Nullable IoTimer timer;

	/** The id of the last regular heartbeat, until it is answered. */
	private @Nullable String asked;

	/** Whether nothing at all has come since the last regular heartbeat was sent. */
	private boolean answerMissing;

	private long askedAt;

	private int misses;

	private volatile boolean stopped;

	Heartbeats(InstanceContext context, WorkerConnection connection) {
		this.context = context;
		this.connection = connection;
		this.settings = context.settings().heartbeat();
		this.slack = this.settings.interval().dividedBy(SLACK_PARTS);
	}

	/**
	 * Return whether the worker has answered, or never will. May be called on any thread.
	 */
	boolean isReady() {
		return this.ready.isDone();
	}

	/**
	 * Return what the worker knows more than the protocol says, as it names it in the
	 * metadata of its answers; known when it is ready, empty for a worker that names
	 * nothing. Nothing is used towards it that it has not named. May be called on any
	 * thread.
	 */
	Set<String> features() {
		return this.features;
	}

	private static Set<String> featuresOf(Heartbeat answer) {
		return (answer.metadata().get(Heartbeat.FEATURES) instanceof List<?> list) ? list.stream()
			.filter(String.class::isInstance)
			.map(String.class::cast)
			.collect(Collectors.toUnmodifiableSet()) : Set.of();
	}

	/**
	 * Wait for the first answer. Not to be called on the I/O thread.
	 * @param timeout how long to wait
	 * @return whether it has come in time
	 * @throws InterruptedException if the waiting thread is interrupted
	 * @throws java.util.concurrent.CompletionException if there will be none
	 */
	boolean awaitReady(Duration timeout) throws InterruptedException {
		return Threads.await(this.ready, timeout);
	}

	/**
	 * End the wait for the first answer, if it has not come. May be called on any thread.
	 * @param problem why there will be none
	 */
	void failReady(String problem) {
		this.ready.completeExceptionally(new MultifrostException(problem));
	}

	/**
	 * Ask a worker that is connected until it answers for the first time.
	 */
	void probe() {
		this.probing = !this.stopped && !this.ready.isDone() && this.connection.isConnected();
		if (this.probing) {
			send();
			if (this.nextProbe != null) {
				this.nextProbe.cancel();
			}
			this.nextProbe = this.connection.loop().schedule(PROBE_INTERVAL, () -> step(this::probe));
		}
	}

	void probeUnlessProbing() {
		if (!this.probing) {
			step(this::probe);
		}
	}

	private String send() {
		String id = MessageIds.random();
		double now = System.currentTimeMillis() / 1000.0;
		this.connection.send(new Heartbeat(this.context.settings().protocol(), id, null, Map.of("hb_timestamp", now)));
		return id;
	}

	/**
	 * The worker has answered a heartbeat.
	 */
	void onAnswer(Heartbeat answer) {
		if (!this.connection.isAnswerOfWorker(answer)) {
			this.connection.turnAway("it knows the features of a worker, but not the secret that the worker was told");
			return;
		}
		if (answer.isOfStoppingWorker() && this.connection.onStopping() && !this.ready.isDone()) {
			return;
		}
		if (!this.ready.isDone()) {
			this.features = featuresOf(answer);
		}
		if (this.ready.complete(null) && !this.settings.interval().isZero()) {
			schedule(this.settings.interval(), this.slack, this::ask);
		}
		if (answer.id() != null && answer.id().equals(this.asked)) {
			this.asked = null;
			Duration roundTrip = Duration.ofNanos(System.nanoTime() - this.askedAt);
			this.context.statistics().heartbeatAnswered(roundTrip);
			WorkerInstance instance = this.connection.instance();
			this.context.notifier().tell((listener) -> listener.onHeartbeat(instance, roundTrip));
		}
	}

	/**
	 * The worker has sent something, whatever it is.
	 */
	void onSignOfLife() {
		this.excusedTimeouts = this.connection.pending().timeouts();
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

	private void schedule(Duration delay, Duration slack, Runnable step) {
		if (!this.stopped) {
			this.timer = this.connection.loop().scheduleAbout(delay, slack, () -> step(step));
		}
	}

	/**
	 * Do a step, and give the worker up where that fails: no other step would follow, and
	 * nobody would notice that it hangs.
	 */
	private void step(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.error("[{}] Heartbeats could not be sent, and the connection is given up", this.context.label(), ex);
			this.connection.onLinkFailure(ex);
		}
	}

	private void ask() {
		if (this.stopped) {
			return;
		}
		this.askedAt = System.nanoTime();
		this.context.statistics().heartbeatSent();
		WorkerInstance instance = this.connection.instance();
		this.context.notifier().tell((listener) -> listener.onHeartbeatSent(instance));
		this.asked = send();
		this.answerMissing = true;
		Duration timeoutSlack = this.settings.timeout().dividedBy(SLACK_PARTS);
		schedule(this.settings.timeout(), (timeoutSlack.compareTo(this.slack) < 0) ? timeoutSlack : this.slack,
				this::check);
	}

	private void check() {
		if (this.stopped) {
			return;
		}
		WorkerInstance instance = this.connection.instance();
		if (!this.answerMissing || isBusy()) {
			this.misses = 0;
		}
		else {
			int misses = ++this.misses;
			this.context.statistics().heartbeatMissed();
			this.context.notifier().tell((listener) -> listener.onHeartbeatMissed(instance, misses));
		}
		if (this.misses >= this.settings.maxMisses()) {
			this.misses = 0;
			this.context.notifier().tell((listener) -> listener.onUnresponsive(instance));
			this.connection.onUnresponsive();
		}
		Duration rest = this.settings.interval().minusNanos(System.nanoTime() - this.askedAt);
		schedule(rest.isNegative() ? Duration.ZERO : rest, this.slack, this::ask);
	}

	/**
	 * Return whether missing answers mean nothing, since a call may keep the worker's
	 * only thread busy. One that has let a call run into its timeout and was not heard of
	 * since has no such excuse, however many calls wait for it.
	 */
	private boolean isBusy() {
		PendingCalls pending = this.connection.pending();
		return pending.size() > 0 && pending.timeouts() == this.excusedTimeouts;
	}

}
