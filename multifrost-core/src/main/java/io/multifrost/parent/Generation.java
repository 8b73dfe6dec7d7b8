package io.multifrost.parent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkListener;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.Cancel;
import io.multifrost.message.Heartbeat;
import io.multifrost.message.Message;

/**
 * One life of a worker as its parent sees it: the link to it and the calls that it owes
 * answers to. The worker is ready when it answers a heartbeat.
 */
abstract class Generation implements LinkListener {

	private final InstanceContext context;

	private final ParentSettings settings;

	private final Listener listener;

	private final IoLoop loop = IoLoop.acquire();

	private final PendingCalls pending;

	private final ReplyReader replies;

	private final Heartbeats heartbeats;

	private final Traffic traffic;

	private final Wear wear;

	private volatile boolean stopping;

	private volatile boolean connected;

	private volatile boolean over;

	private volatile @Nullable Throwable linkFailure;

	private boolean destroyed;

	/**
	 * Prepare a life.
	 * @param context the instance that it is a life of
	 * @param listener who is told of the end
	 */
	Generation(InstanceContext context, Listener listener) {
		this.context = context;
		this.settings = context.settings();
		this.listener = listener;
		ParentSettings settings = this.settings;
		this.traffic = new Traffic(context);
		this.pending = new PendingCalls(settings.name(), settings.maxInFlight(), this.loop::schedule, this::sendCancel);
		this.heartbeats = new Heartbeats(context, this);
		this.wear = new Wear(settings.supervision().recycling(), this.loop, this::onWornOut);
		this.replies = new ReplyReader(context.codec(), this.pending, context.notifier(), this.heartbeats::onAnswer,
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
	Supplier<MultifrostException> cause() {
		Throwable failure = this.linkFailure;
		return (failure != null && !this.stopping) ? () -> new WorkerUnavailableException(this.settings.name(),
				"its connection cannot be served any more: " + failure.getMessage(), failure) : causeOfEnd();
	}

	/**
	 * Return what ends the calls where the link has not failed by itself.
	 * @return makes the exception, once for each call
	 */
	abstract Supplier<MultifrostException> causeOfEnd();

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
		return new WorkerInstance(this.settings.name(), this.context.number(), pid(), this.traffic.endpoint());
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

	/**
	 * Return whether there is a link to send by. It may come later than the connection.
	 */
	boolean canSend() {
		return this.traffic.isOpen();
	}

	boolean isOver() {
		return this.over;
	}

	boolean isReady() {
		return this.heartbeats.isReady();
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
	 * Return how many messages wait to be sent.
	 */
	int queued() {
		return this.traffic.queued();
	}

	/**
	 * Return how many calls this life was given.
	 */
	long calls() {
		return this.wear.calls();
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
		this.wear.onCall();
		return true;
	}

	/**
	 * Have the listener told when this life is worn out, as the settings say.
	 */
	void recycleWhenDue() {
		this.wear.watch();
	}

	private void onWornOut() {
		if (!this.over) {
			this.listener.onWornOut(this);
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
	 * Hand a call over to be sent, unless it has ended before its turn comes. May be
	 * called on any thread.
	 * @param payload the bytes of the message
	 * @param call the call, which is registered
	 * @param batch what hands it over later, or {@code null} to do it now
	 * @throws WorkerUnavailableException if too much waits to be sent already
	 */
	void send(byte[] payload, PendingCall call, @Nullable Batch batch) {
		if (!this.traffic.send(payload, call, batch) && this.pending.remove(call)) {
			throw WorkerUnavailableException.refused(this.settings.name(), this.settings.maxQueueSize()
					+ " bytes wait to be sent already, since it does not read what it is sent as fast as it is called; "
					+ "call less at once, or raise max-queue-size", null);
		}
	}

	/**
	 * Hand a message over to be sent. May be called on any thread.
	 * @param message the message
	 */
	void send(Message message) {
		this.traffic.send(message);
	}

	private void sendCancel(String id) {
		send(new Cancel(this.settings.protocol(), id, Map.of()));
	}

	void use(Link link) {
		this.traffic.use(link);
		link.closed().thenRun(() -> onLinkClosed(link.failure()));
		// The connection may have been quicker, when there was nothing to send by.
		this.loop.schedule(Duration.ZERO, this.heartbeats::probeUnlessProbing);
	}

	private void onLinkClosed(@Nullable Throwable failure) {
		if (failure != null) {
			this.linkFailure = failure;
			end();
		}
	}

	boolean hasLinkFailed() {
		return this.linkFailure != null;
	}

	/**
	 * Return whether a heartbeat was answered by the worker that it was meant for.
	 * Otherwise that connection is to be turned away.
	 */
	boolean isAnswerOfWorker(Heartbeat answer) {
		return true;
	}

	void turnAway(String reason) {
		this.traffic.turnAway(reason);
	}

	LinkOptions linkOptions() {
		return this.traffic.options();
	}

	/**
	 * Wait for the first answer.
	 * @param timeout how long to wait
	 * @return whether it has come in time
	 * @throws InterruptedException if the waiting thread is interrupted
	 * @throws ExecutionException if there will be none
	 */
	boolean awaitReady(Duration timeout) throws InterruptedException, ExecutionException {
		return this.heartbeats.awaitReady(timeout);
	}

	/**
	 * Make a {@link #start()} that is under way on another thread fail.
	 */
	void cancelStart() {
		this.stopping = true;
		failStart("The worker was stopped");
	}

	void failStart(String problem) {
		this.heartbeats.failReady(problem);
	}

	void stopping() {
		this.stopping = true;
	}

	@Override
	public void onConnected() {
		this.connected = true;
		WorkerInstance instance = instance();
		notifier().tell((listener) -> listener.onConnect(instance));
		this.heartbeats.probe();
	}

	@Override
	public void onMessage(Route route, byte[] payload) {
		this.heartbeats.onSignOfLife();
		this.traffic.received(payload);
		try {
			this.replies.read(payload);
		}
		catch (Throwable ex) {
			// Whose answer it was is not known: nobody is to wait for it for ever.
			this.pending.failAll(() -> new WorkerUnavailableException(this.settings.name(),
					"what it has sent could not be handled: " + ex, ex));
			throw ex;
		}
	}

	@Override
	public void onMessagesEnd() {
		this.replies.readAll();
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
		this.wear.stop();
		// The state changes first, so that a call that ends here can wait for the next
		// life.
		try {
			this.listener.onEnd(this);
		}
		finally {
			this.pending.close(cause());
			failStart("The worker is gone");
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
		this.wear.stop();
		this.heartbeats.stop();
		try {
			// Before the loop is touched: no process is left, whatever has become of it.
			release();
		}
		finally {
			try {
				this.traffic.close();
			}
			finally {
				this.pending.close(cause());
				this.loop.close();
			}
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

}
