package io.multifrost.parent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.transport.Endpoint;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.IoTimer;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkListener;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.Heartbeat;
import io.multifrost.message.MessageCodec;
import io.multifrost.message.Shutdown;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

/**
 * One life of a spawned worker: its process, the link to it and the calls that it owes
 * answers to. The parent binds first, so that the port it gives to the process is its
 * own; the worker is ready when it answers a heartbeat.
 * <p>
 * When a process dies, the end of its connection may be seen before its exit or after it.
 * Calls are ended when both are known, or soon after the first, so that an answer that
 * was sent just before the end still counts, and the exit code makes it into the
 * exception.
 */
final class SpawnedGeneration implements LinkListener {

	private static final String PORT_VARIABLE = "COMLINK_ZMQ_PORT";

	private static final String MODE_VARIABLE = "COMLINK_WORKER_MODE";

	/**
	 * A heartbeat that a peer has lost while it set itself up is sent again after this.
	 */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

	/** How long the second sign of a death may lag behind the first. */
	private static final Duration DEATH_GRACE = Duration.ofSeconds(1);

	private final ParentSettings settings;

	private final MessageCodec codec;

	private final Notifier notifier;

	private final Consumer<SpawnedGeneration> onEnd;

	private final StartFailures failures;

	private final IoLoop loop = IoLoop.acquire();

	private final PendingCalls pending;

	private final ReplyReader replies;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private volatile boolean stopping;

	private volatile boolean connected;

	private volatile @Nullable ExitStatus exit;

	private volatile @Nullable Link link;

	private volatile @Nullable WorkerProcess process;

	private @Nullable IoTimer deathTimer;

	private boolean destroyed;

	/**
	 * Prepare a life.
	 * @param settings the settings of the worker
	 * @param codec the codec
	 * @param notifier who is told of the process's output
	 * @param onEnd called on the I/O thread when the process has exited and its calls
	 * have been ended
	 */
	SpawnedGeneration(ParentSettings settings, MessageCodec codec, Notifier notifier,
			Consumer<SpawnedGeneration> onEnd) {
		this.settings = settings;
		this.codec = codec;
		this.notifier = notifier;
		this.onEnd = onEnd;
		this.failures = new StartFailures(settings);
		this.pending = new PendingCalls(settings.name(), settings.maxInFlight(), this.loop::schedule);
		this.replies = new ReplyReader(codec, this.pending, notifier, () -> this.ready.complete(null));
	}

	PendingCalls pending() {
		return this.pending;
	}

	@Nullable WorkerProcess process() {
		return this.process;
	}

	/**
	 * Hand a message over to be sent. May be called on any thread.
	 * @param payload the bytes of the message
	 */
	void send(byte[] payload) {
		Link link = this.link;
		if (link != null) {
			link.send(Route.PEER, payload);
		}
	}

	/**
	 * Bind, start the process and wait for its first answer. Whatever happens, the caller
	 * has to end this life with {@link #destroy()}.
	 * @throws WorkerStartException if there is no answer
	 */
	void start() {
		Link link = open();
		this.link = link;
		WorkerProcess process = launch(link.endpoint());
		this.process = process;
		process.exit().thenAccept((status) -> this.loop.execute(() -> onExit(status)));
		awaitReady(link.endpoint(), process);
	}

	private Link open() {
		// Twice the limit: a message a little beyond it still arrives and fails the call
		// that
		// it belongs to; one far beyond costs its sender the connection.
		LinkOptions options = new LinkOptions(2L * this.settings.limits().maxMessageSize(), Duration.ZERO);
		try {
			return this.loop.bindDealer(Endpoint.loopback(0), options, this).join();
		}
		catch (CompletionException ex) {
			throw this.failures.notBound(ex.getCause());
		}
	}

	private WorkerProcess launch(Endpoint endpoint) {
		WorkerCommand command = this.settings.command()
			.withEnvironment(PORT_VARIABLE, Integer.toString(endpoint.port()))
			.withEnvironment(MODE_VARIABLE, "1");
		try {
			return this.settings.launcher().launch(command, this.notifier::line);
		}
		catch (WorkerStartException ex) {
			throw this.failures.named(ex);
		}
	}

	private void awaitReady(Endpoint endpoint, WorkerProcess process) {
		try {
			this.ready.get(this.settings.startTimeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw this.connected ? this.failures.notAnswering(process)
					: this.failures.notConnected(process, endpoint, PORT_VARIABLE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(process, ex);
		}
		catch (ExecutionException ex) {
			ExitStatus exit = this.exit;
			throw (exit != null && !this.stopping) ? this.failures.exited(process, exit) : this.failures.stopped();
		}
	}

	/**
	 * Make a {@link #start()} that is under way on another thread fail.
	 */
	void cancelStart() {
		this.stopping = true;
		this.ready.completeExceptionally(new MultifrostException("The worker was stopped"));
	}

	WorkerStartException startCancelled() {
		return this.failures.stopped();
	}

	@Override
	public void onConnected() {
		this.connected = true;
		cancelDeathTimer();
		probe();
	}

	private void probe() {
		if (this.ready.isDone() || !this.connected) {
			return;
		}
		double now = System.currentTimeMillis() / 1000.0;
		send(this.codec
			.encode(new Heartbeat(this.settings.protocol(), MessageCodec.newId(), null, Map.of("hb_timestamp", now))));
		this.loop.schedule(PROBE_INTERVAL, this::probe);
	}

	@Override
	public void onMessage(Route route, byte[] payload) {
		this.replies.read(payload);
	}

	@Override
	public void onDropped(DropReason reason) {
		this.replies.drop(reason.toString());
	}

	@Override
	public void onDisconnected() {
		this.connected = false;
		if (this.exit != null) {
			end();
		}
		else if (this.deathTimer == null) {
			this.deathTimer = this.loop.schedule(DEATH_GRACE, this::connectionLost);
		}
	}

	private void connectionLost() {
		this.deathTimer = null;
		this.pending.failAll(() -> new WorkerUnavailableException(this.settings.name(),
				"its connection was lost before it answered, though its process still runs"));
	}

	private void onExit(ExitStatus status) {
		this.exit = status;
		cancelDeathTimer();
		if (this.connected) {
			this.deathTimer = this.loop.schedule(DEATH_GRACE, this::end);
		}
		else {
			end();
		}
	}

	private void end() {
		cancelDeathTimer();
		this.pending.close(cause());
		this.ready.completeExceptionally(new MultifrostException("The process has exited"));
		this.onEnd.accept(this);
	}

	private void cancelDeathTimer() {
		if (this.deathTimer != null) {
			this.deathTimer.cancel();
			this.deathTimer = null;
		}
	}

	/**
	 * Return what ends the calls of this life when it is over.
	 * @return makes the exception, once for each call
	 */
	Supplier<MultifrostException> cause() {
		String worker = this.settings.name();
		WorkerProcess process = this.process;
		ExitStatus exit = this.exit;
		if (this.stopping || process == null || exit == null) {
			return () -> new WorkerUnavailableException(worker, "it was stopped before it answered");
		}
		Duration uptime = process.uptime();
		return () -> new WorkerExitedException(worker, process.pid(), exit.code(), uptime, process.lastOutput());
	}

	/**
	 * Ask the worker to finish what runs and to end, and wait for it.
	 */
	void stop() {
		this.stopping = true;
		WorkerProcess process = this.process;
		if (process != null && this.connected) {
			Shutdown shutdown = new Shutdown(this.settings.protocol(), MessageCodec.newId(), Map.of());
			new ProcessStop(this.settings.name(), process).gracefully(() -> send(this.codec.encode(shutdown)),
					this.settings.stopTimeout());
		}
		destroy();
	}

	/**
	 * Make sure that nothing of this life is left: no process, link or waiting call. Safe
	 * to call twice; returns when all is gone. Not to be called on the I/O thread.
	 */
	synchronized void destroy() {
		if (this.destroyed) {
			return;
		}
		this.destroyed = true;
		WorkerProcess process = this.process;
		if (process != null) {
			new ProcessStop(this.settings.name(), process).forcibly();
		}
		Link link = this.link;
		if (link != null) {
			link.close().join();
		}
		this.pending.close(cause());
		this.loop.close();
	}

}
