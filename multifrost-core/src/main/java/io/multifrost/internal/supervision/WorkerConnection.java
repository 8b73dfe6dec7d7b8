package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.call.Batch;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.internal.call.PendingCalls;
import io.multifrost.internal.call.ReplyReader;
import io.multifrost.internal.callback.MessageInspection;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkListener;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;

/**
 * The connection to one life of a worker: the link, what passes it, bounded as the
 * settings say, counted and shown to inspectors, and the calls that wait for an answer by
 * it. Safe for use by any thread, but for what the link tells it on the I/O thread.
 */
public abstract class WorkerConnection implements LinkListener {

	private final InstanceContext context;

	private final IoLoop loop = IoLoop.acquire();

	private final PendingCalls pending;

	private final ReplyReader replies;

	private final MessageInspection inspection;

	private final Heartbeats heartbeats;

	private final Outbox outbox;

	private volatile boolean connected;

	private volatile boolean quiet;

	WorkerConnection(InstanceContext context) {
		this.context = context;
		ParentSettings settings = context.settings();
		this.pending = new PendingCalls(settings.name(), settings.maxInFlight()::get, new WorkerChannel(this));
		this.heartbeats = new Heartbeats(context, this);
		this.replies = new ReplyReader(context.codec(), this.pending, context.notifier(), this.heartbeats::onAnswer,
				this::onStopping, context.statistics().drops());
		this.inspection = new MessageInspection(settings.name(), settings.messageInspectors(), context.codec(),
				settings.callbackExecutor());
		this.outbox = new Outbox(context, this.inspection);
	}

	/**
	 * Return the process id of the worker.
	 * @return the id, or {@code null} if there is no process, or it is not known
	 */
	public abstract @Nullable Long pid();

	/**
	 * Return whether a heartbeat was answered by the worker that it was meant for.
	 * Otherwise that connection is to be turned away.
	 */
	boolean isAnswerOfWorker(Heartbeat answer) {
		return true;
	}

	/**
	 * The worker misses its heartbeats though no call keeps it busy. Called on the I/O
	 * thread.
	 */
	abstract void onUnresponsive();

	/**
	 * The worker says that it ends, and runs no more calls. Called on the I/O thread,
	 * perhaps more than once.
	 * @return whether it may say so: a process that its parent starts is not to decide
	 */
	boolean onStopping() {
		return false;
	}

	/**
	 * The link cannot be served any more. Called on the I/O thread.
	 * @param failure why
	 */
	abstract void onLinkFailure(Throwable failure);

	ParentSettings settings() {
		return this.context.settings();
	}

	WorkerUnavailableException unavailable(String reason, @Nullable Throwable cause) {
		return new WorkerUnavailableException(settings().name(), reason, cause);
	}

	Notifier notifier() {
		return this.context.notifier();
	}

	/**
	 * Return the instance as it is now; it has no endpoint as long as there is no link.
	 */
	WorkerInstance instance() {
		Link link = this.outbox.link();
		return new WorkerInstance(settings().name(), this.context.number(), pid(),
				(link != null) ? link.endpoint().toString() : null);
	}

	public InstanceContext context() {
		return this.context;
	}

	/**
	 * Return whether the worker is reached by a network.
	 */
	public boolean isRemote() {
		Link link = this.outbox.link();
		return link != null && !link.endpoint().isLoopback();
	}

	Heartbeats heartbeats() {
		return this.heartbeats;
	}

	Set<String> features() {
		return this.heartbeats.features();
	}

	public PendingCalls pending() {
		return this.pending;
	}

	IoLoop loop() {
		return this.loop;
	}

	/**
	 * Return whether there is a connection, and a link to send by, which may come later.
	 */
	public boolean isConnected() {
		return this.connected && this.outbox.link() != null;
	}

	public int inFlight() {
		return this.pending.size();
	}

	/**
	 * Return whether it may be given one more call.
	 */
	public boolean hasRoom() {
		return inFlight() < settings().maxInFlight().get();
	}

	/**
	 * Return how many messages wait to be sent.
	 */
	public int queued() {
		return this.outbox.queued();
	}

	/**
	 * Add a call before it is sent.
	 * @param call the call
	 * @return whether it was added; not if no more calls are taken
	 * @throws MultifrostException if there is no way to an answer
	 */
	public boolean register(PendingCall call) {
		call.requireFeatures(settings().name(), features());
		return this.pending.register(call);
	}

	/**
	 * Hand a call over to be sent, unless it has ended before its turn comes.
	 * @param payload the bytes of the message
	 * @param call the call, which is registered
	 * @param batch what hands it over later, or {@code null} to do it now
	 * @throws WorkerUnavailableException if too much waits to be sent already
	 */
	public void send(byte[] payload, PendingCall call, @Nullable Batch batch) {
		if (!this.outbox.send(payload, call, batch) && this.pending.remove(call)) {
			throw WorkerUnavailableException.refused(settings().name(), settings().maxQueueSize()
					+ " bytes wait to be sent already, since it does not read what it is sent as fast as it is called; "
					+ "call less at once, or raise max-queue-size", null);
		}
	}

	/**
	 * Hand a message over to be sent; it is lost where there is no link yet.
	 * @param message the message
	 */
	void send(Message message) {
		this.outbox.send(message);
	}

	/**
	 * Wait until what waits to be sent leaves room for more, but not for ever. Not to be
	 * called on the I/O thread.
	 * @param max how long to wait at most
	 */
	void awaitRoom(Duration max) {
		this.outbox.awaitRoom(max);
	}

	void use(Link link) {
		this.outbox.use(link);
		link.closed().thenRun(() -> {
			Throwable failure = link.failure();
			if (failure != null) {
				onLinkFailure(failure);
			}
		});
		// The connection may have been quicker.
		this.loop.schedule(Duration.ZERO, this.heartbeats::probeUnlessProbing);
	}

	/**
	 * Turn away whoever is connected.
	 */
	void turnAway(String reason) {
		this.outbox.turnAway(reason);
	}

	/**
	 * Set whether no listener is told of the connection: one that takes the place of
	 * another is none for whoever listens, and neither is the end of that one.
	 */
	void quiet(boolean quiet) {
		this.quiet = quiet;
	}

	private void tell(BiConsumer<ParentWorkerListener, WorkerInstance> event) {
		if (!this.quiet) {
			WorkerInstance instance = instance();
			notifier().tell((listener) -> event.accept(listener, instance));
		}
	}

	@Override
	public void onConnected() {
		this.connected = true;
		tell(ParentWorkerListener::onConnect);
		this.heartbeats.probe();
	}

	@Override
	public void onMessage(Route route, byte[] payload) {
		this.heartbeats.onSignOfLife();
		this.context.statistics().received(payload.length);
		this.inspection.received(payload);
		try {
			this.replies.read(payload);
		}
		catch (Throwable ex) {
			// Whose answer it was is not known: nobody is to wait for it for ever.
			this.pending.failAll(() -> unavailable("what it has sent could not be handled: " + ex, ex));
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
		tell(ParentWorkerListener::onDisconnect);
	}

	/**
	 * Close the link, if there is one, and wait until it is closed. Not to be called on
	 * the I/O thread.
	 */
	void closeLink() {
		this.outbox.close();
	}

}
