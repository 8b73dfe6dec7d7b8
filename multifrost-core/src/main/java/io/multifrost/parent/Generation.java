package io.multifrost.parent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.IoTimer;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkListener;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.QueueLimits;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.Cancel;
import io.multifrost.message.Heartbeat;
import io.multifrost.message.Message;
import io.multifrost.message.MessageCodec;

/**
 * One life of a worker as its parent sees it: the link to it and the calls that it owes
 * answers to. The worker is ready when it answers a heartbeat.
 */
abstract class Generation implements LinkListener {

	/**
	 * A heartbeat that a peer has lost while it set itself up is sent again after this.
	 */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

	private static final double RECYCLING_JITTER = 0.1;

	private final InstanceContext context;

	private final ParentSettings settings;

	private final MessageCodec codec;

	private final Listener listener;

	private final IoLoop loop = IoLoop.acquire();

	private final PendingCalls pending;

	private final ReplyReader replies;

	private final HeartbeatMonitor heartbeats;

	private final MessageInspection inspection;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private volatile boolean stopping;

	private volatile boolean connected;

	private volatile boolean over;

	private volatile @Nullable Link link;

	private final AtomicLong calls = new AtomicLong();

	/** The number of the call with which this life is worn out. */
	private volatile long lastCall = Long.MAX_VALUE;

	private volatile @Nullable IoTimer ageTimer;

	/** How many calls had run into their timeout when the worker was last heard of. */
	private int excusedTimeouts;

	/** Whether heartbeats are being sent until one is answered; of the I/O thread. */
	private boolean probing;

	private boolean destroyed;

	/**
	 * Prepare a life.
	 * @param context the instance that it is a life of
	 * @param listener who is told of the end
	 */
	Generation(InstanceContext context, Listener listener) {
		this.context = context;
		this.settings = context.settings();
		this.codec = context.codec();
		this.listener = listener;
		ParentSettings settings = this.settings;
		this.pending = new PendingCalls(settings.name(), settings.maxInFlight(), this.loop::schedule, this::sendCancel);
		this.heartbeats = new HeartbeatMonitor(settings.heartbeat(), this.loop, this::isBusy, new Heartbeats());
		this.inspection = new MessageInspection(settings.name(), settings.messageInspectors(), this.codec,
				settings.callbackExecutor());
		this.replies = new ReplyReader(this.codec, this.pending, context.notifier(), this::onHeartbeat,
				context.statistics().drops());
	}

	/**
	 * Reach the worker and wait for its first answer. Whatever happens, the caller has to
	 * end this life with {@link #destroy()}.
	 * @throws MultifrostException if there is no answer
	 */
	abstract void start();

	/**
	 * End this life in the way that its worker deserves, and wait for it.
	 */
	abstract void stop();

	/**
	 * Return what ends the calls of this life when it is over.
	 * @return makes the exception, once for each call
	 */
	abstract Supplier<MultifrostException> cause();

	/**
	 * The exception of a {@link #start()} that {@link #cancelStart()} ended.
	 */
	abstract MultifrostException startCancelled();

	/**
	 * The worker misses its heartbeats though no call keeps it busy. Called on the I/O
	 * thread.
	 */
	abstract void onUnresponsive();

	/**
	 * Return the process id of the worker.
	 * @return the id, or {@code null} if there is no process, or it is not known
	 */
	abstract @Nullable Long pid();

	ParentSettings settings() {
		return this.settings;
	}

	Notifier notifier() {
		return this.context.notifier();
	}

	/**
	 * Return how logs name the instance.
	 */
	String label() {
		return this.context.label();
	}

	/**
	 * Return the instance as it is now.
	 */
	WorkerInstance instance() {
		Link link = this.link;
		return new WorkerInstance(this.settings.name(), this.context.number(), pid(),
				(link != null) ? link.endpoint().toString() : null);
	}

	PendingCalls pending() {
		return this.pending;
	}

	IoLoop loop() {
		return this.loop;
	}

	boolean isStopping() {
		return this.stopping;
	}

	boolean isConnected() {
		return this.connected;
	}

	boolean isOver() {
		return this.over;
	}

	boolean isReady() {
		return this.ready.isDone();
	}

	/**
	 * Return whether this life takes calls.
	 */
	boolean isOpen() {
		return this.pending.isOpen();
	}

	int inFlight() {
		return this.pending.size();
	}

	/**
	 * Return how many calls this life was given.
	 */
	long calls() {
		return this.calls.get();
	}

	/**
	 * Add a call before it is sent.
	 * @param call the call
	 * @return whether it was added; not if this life is over or takes no more calls
	 * @throws MultifrostException if there is no way to an answer
	 */
	boolean register(PendingCall call) {
		if (!this.pending.register(call)) {
			return false;
		}
		if (this.calls.incrementAndGet() == this.lastCall) {
			this.listener.onWornOut(this);
		}
		return true;
	}

	/**
	 * Have the listener told when this life is worn out, as the settings say.
	 */
	void recycleWhenDue() {
		Recycling recycling = this.settings.supervision().recycling();
		double share = 1 - RECYCLING_JITTER * ThreadLocalRandom.current().nextDouble();
		if (recycling.maxCalls() > 0) {
			this.lastCall = this.calls.get() + Math.max(1, (long) (recycling.maxCalls() * share));
		}
		if (!recycling.maxAge().isZero()) {
			Duration age = Duration.ofNanos((long) (TimeUnit.NANOSECONDS.convert(recycling.maxAge()) * share));
			cancelAgeTimer();
			this.ageTimer = this.loop.schedule(age, () -> {
				if (!this.over) {
					this.listener.onWornOut(this);
				}
			});
		}
	}

	/**
	 * An age may be long, and the timer would keep a life that is over in memory.
	 */
	private void cancelAgeTimer() {
		IoTimer timer = this.ageTimer;
		if (timer != null) {
			timer.cancel();
		}
	}

	/**
	 * Take no more calls.
	 * @return completes when those that were taken have ended
	 */
	CompletableFuture<Void> retire() {
		return this.pending.retire();
	}

	/**
	 * Hand a message over to be sent. May be called on any thread.
	 * @param payload the bytes of the message
	 */
	void send(byte[] payload) {
		Link link = this.link;
		if (link != null) {
			this.context.statistics().sent(payload.length);
			this.inspection.sent(payload);
			link.send(Route.PEER, payload);
		}
	}

	/**
	 * Hand a call over to be sent, unless it has ended before its turn comes. May be
	 * called on any thread.
	 * @param payload the bytes of the message
	 * @param call the call, which is registered
	 * @throws WorkerUnavailableException if too much waits to be sent already
	 */
	void send(byte[] payload, PendingCall call) {
		Link link = this.link;
		if (link == null) {
			return;
		}
		this.context.statistics().sent(payload.length);
		this.inspection.sent(payload);
		if (!link.send(Route.PEER, payload, () -> this.pending.contains(call)) && this.pending.remove(call)) {
			throw WorkerUnavailableException.refused(this.settings.name(), this.settings.maxQueueSize()
					+ " bytes wait to be sent already, since it does not read what it is sent as fast as it is called; "
					+ "call less at once, or raise max-queue-size", null);
		}
	}

	void send(Message message) {
		send(this.codec.encode(message));
	}

	private void sendCancel(String id) {
		send(new Cancel(this.settings.protocol(), id, Map.of()));
	}

	void use(Link link) {
		this.link = link;
		// The connection may have been quicker, when there was nothing to send by.
		this.loop.schedule(Duration.ZERO, () -> {
			if (!this.probing) {
				probe();
			}
		});
	}

	LinkOptions linkOptions() {
		// Twice the limit: a message a little beyond it still arrives and fails the call
		// that it belongs to; one far beyond costs its sender the connection.
		return new LinkOptions(2L * this.settings.limits().maxMessageSize(), Duration.ZERO)
			.withQueue(new QueueLimits(this.settings.maxQueueSize(), maxQueuedMessages()));
	}

	/**
	 * Calls that have ended may still be in the queue, and heartbeats need a little room.
	 */
	private int maxQueuedMessages() {
		return (int) Math.min(Integer.MAX_VALUE, this.settings.maxInFlight() + 100L);
	}

	/**
	 * Wait for the first answer.
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
	 * Make a {@link #start()} that is under way on another thread fail.
	 */
	void cancelStart() {
		this.stopping = true;
		failStart("The worker was stopped");
	}

	void failStart(String problem) {
		this.ready.completeExceptionally(new MultifrostException(problem));
	}

	void stopping() {
		this.stopping = true;
	}

	@Override
	public void onConnected() {
		this.connected = true;
		WorkerInstance instance = instance();
		notifier().tell((listener) -> listener.onConnect(instance));
		probe();
	}

	private void probe() {
		this.probing = !this.ready.isDone() && this.connected && this.link != null;
		if (this.probing) {
			sendHeartbeat();
			this.loop.schedule(PROBE_INTERVAL, this::probe);
		}
	}

	private String sendHeartbeat() {
		String id = MessageCodec.newId();
		double now = System.currentTimeMillis() / 1000.0;
		send(new Heartbeat(this.settings.protocol(), id, null, Map.of("hb_timestamp", now)));
		return id;
	}

	private void onHeartbeat(Heartbeat heartbeat) {
		if (this.ready.complete(null)) {
			this.heartbeats.start();
		}
		this.heartbeats.onAnswer(heartbeat.id());
	}

	/**
	 * Return whether missing answers to heartbeats mean nothing, since a call may keep
	 * the worker's only thread busy. One that has let a call run into its timeout and was
	 * not heard of since has no such excuse, however many calls wait for it.
	 */
	private boolean isBusy() {
		return this.pending.size() > 0 && this.pending.timeouts() == this.excusedTimeouts;
	}

	@Override
	public void onMessage(Route route, byte[] payload) {
		this.excusedTimeouts = this.pending.timeouts();
		this.context.statistics().received(payload.length);
		this.heartbeats.onSignOfLife();
		this.inspection.received(payload);
		this.replies.read(payload);
	}

	@Override
	public void onDropped(DropReason reason) {
		this.replies.drop(reason, null);
	}

	@Override
	public void onDisconnected() {
		this.connected = false;
		WorkerInstance instance = instance();
		notifier().tell((listener) -> listener.onDisconnect(instance));
	}

	/**
	 * End all calls, and say that this life is over. Called on the I/O thread.
	 */
	void end() {
		if (this.over) {
			return;
		}
		this.over = true;
		this.heartbeats.stop();
		// The state changes first, so that a call that ends here can wait for the next
		// life.
		try {
			this.listener.onEnd(this);
		}
		finally {
			this.pending.close(cause());
			failStart("The worker is gone");
			cancelAgeTimer();
		}
	}

	/**
	 * Make sure that nothing of this life is left. Safe to call twice; returns when all
	 * is gone. Not to be called on the I/O thread.
	 */
	synchronized void destroy() {
		if (this.destroyed) {
			return;
		}
		this.destroyed = true;
		cancelAgeTimer();
		try {
			this.loop.execute(this.heartbeats::stop);
			release();
		}
		finally {
			Link link = this.link;
			if (link != null) {
				link.close().join();
			}
			this.pending.close(cause());
			this.loop.close();
		}
	}

	/**
	 * Let go of what this life holds beside its link.
	 */
	abstract void release();

	/**
	 * Is told what happens to a life.
	 */
	interface Listener {

		/**
		 * The life is over without having been stopped. Called on the I/O thread.
		 * @param generation the life
		 */
		void onEnd(Generation generation);

		/**
		 * The life goes on, but should be replaced. Called on any thread.
		 * @param generation the life
		 */
		void onWornOut(Generation generation);

	}

	/**
	 * Counts what the monitor sees, and passes it on.
	 */
	private final class Heartbeats implements HeartbeatMonitor.Peer {

		@Override
		public String send() {
			Generation.this.context.statistics().heartbeatSent();
			WorkerInstance instance = instance();
			notifier().tell((listener) -> listener.onHeartbeatSent(instance));
			return sendHeartbeat();
		}

		@Override
		public void answered(Duration roundTrip) {
			Generation.this.context.statistics().heartbeatAnswered(roundTrip);
			WorkerInstance instance = instance();
			notifier().tell((listener) -> listener.onHeartbeat(instance, roundTrip));
		}

		@Override
		public void missed(int misses) {
			Generation.this.context.statistics().heartbeatMissed();
			WorkerInstance instance = instance();
			notifier().tell((listener) -> listener.onHeartbeatMissed(instance, misses));
		}

		@Override
		public void unresponsive() {
			WorkerInstance instance = instance();
			notifier().tell((listener) -> listener.onUnresponsive(instance));
			onUnresponsive();
		}

	}

}
