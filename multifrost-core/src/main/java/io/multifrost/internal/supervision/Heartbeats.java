package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.call.PendingCalls;
import io.multifrost.internal.message.Heartbeat;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.parent.WorkerInstance;

/**
 * What the heartbeats of one life of a worker show: that it is ready, when it answers the
 * first one, and later that it hangs. Unless said otherwise, methods run on the I/O
 * thread.
 */
final class Heartbeats implements HeartbeatMonitor.Peer {

	/**
	 * A heartbeat that a peer has lost while it set itself up is sent again after this.
	 */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

	private static final Logger logger = BackgroundLogger.of(Heartbeats.class);

	private final InstanceContext context;

	private final Generation generation;

	private final HeartbeatMonitor monitor;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private volatile WorkerFeatures features = WorkerFeatures.NONE;

	/** How many calls had run into their timeout when the worker was last heard of. */
	private int excusedTimeouts;

	/** Whether heartbeats are being sent until one is answered. */
	private boolean probing;

	Heartbeats(InstanceContext context, Generation generation) {
		this.context = context;
		this.generation = generation;
		this.monitor = new HeartbeatMonitor(context.settings().heartbeat(), generation.loop(), this::isBusy, this);
	}

	/**
	 * Return whether the worker has answered, or never will. May be called on any thread.
	 */
	boolean isReady() {
		return this.ready.isDone();
	}

	/**
	 * Return what the worker has named, which is known when it is ready. May be called on
	 * any thread.
	 */
	WorkerFeatures features() {
		return this.features;
	}

	/**
	 * Wait for the first answer. Not to be called on the I/O thread.
	 * @param timeout how long to wait
	 * @return whether it has come in time
	 * @throws InterruptedException if the waiting thread is interrupted
	 * @throws ExecutionException if there will be none
	 */
	boolean awaitReady(Duration timeout) throws InterruptedException, ExecutionException {
		try {
			this.ready.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
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
		this.probing = !this.ready.isDone() && this.generation.isConnected() && this.generation.canSend();
		if (this.probing) {
			ask();
			this.generation.loop().schedule(PROBE_INTERVAL, () -> run(this::probe));
		}
	}

	void probeUnlessProbing() {
		if (!this.probing) {
			run(this::probe);
		}
	}

	private String ask() {
		String id = MessageIds.random();
		double now = System.currentTimeMillis() / 1000.0;
		this.generation.send(new Heartbeat(this.context.settings().protocol(), id, null, Map.of("hb_timestamp", now)));
		return id;
	}

	void onAnswer(Heartbeat heartbeat) {
		if (!this.generation.isAnswerOfWorker(heartbeat)) {
			this.generation.turnAway("it knows the features of a worker, but not the secret that the worker was told");
			return;
		}
		if (!this.ready.isDone()) {
			this.features = WorkerFeatures.of(heartbeat.metadata());
		}
		if (this.ready.complete(null)) {
			this.monitor.start();
		}
		this.monitor.onAnswer(heartbeat.id());
	}

	/**
	 * The worker has sent something, whatever it is.
	 */
	void onSignOfLife() {
		this.excusedTimeouts = this.generation.pending().timeouts();
		this.monitor.onSignOfLife();
	}

	/**
	 * Stop asking, for good. May be called on any thread.
	 */
	void stop() {
		this.monitor.stop();
	}

	/**
	 * Return whether missing answers mean nothing, since a call may keep the worker's
	 * only thread busy. One that has let a call run into its timeout and was not heard of
	 * since has no such excuse, however many calls wait for it.
	 */
	private boolean isBusy() {
		PendingCalls pending = this.generation.pending();
		return pending.size() > 0 && pending.timeouts() == this.excusedTimeouts;
	}

	@Override
	public void run(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.error("[{}] Heartbeats could not be sent, and the connection is given up", this.context.label(), ex);
			this.generation.onLinkFailure(ex);
		}
	}

	@Override
	public String send() {
		this.context.statistics().heartbeatSent();
		WorkerInstance instance = this.generation.instance();
		this.context.notifier().tell((listener) -> listener.onHeartbeatSent(instance));
		return ask();
	}

	@Override
	public void answered(Duration roundTrip) {
		this.context.statistics().heartbeatAnswered(roundTrip);
		WorkerInstance instance = this.generation.instance();
		this.context.notifier().tell((listener) -> listener.onHeartbeat(instance, roundTrip));
	}

	@Override
	public void missed(int misses) {
		this.context.statistics().heartbeatMissed();
		WorkerInstance instance = this.generation.instance();
		this.context.notifier().tell((listener) -> listener.onHeartbeatMissed(instance, misses));
	}

	@Override
	public void unresponsive() {
		WorkerInstance instance = this.generation.instance();
		this.context.notifier().tell((listener) -> listener.onUnresponsive(instance));
		this.generation.onUnresponsive();
	}

}
