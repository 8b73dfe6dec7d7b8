package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.SpawnVariables;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.Message.Shutdown;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.internal.process.ConnectionOrigin;
import io.multifrost.internal.sharedfile.FileLease;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

/**
 * One life of a spawned worker and its process. The parent binds first, so that the port
 * it gives to the process is its own.
 * <p>
 * When a process dies, the end of its connection may be seen before its exit or after it.
 * Calls are ended when both are known, or soon after the first, so that an answer that
 * was sent just before the end still counts, and the exit code makes it into the
 * exception.
 */
final class SpawnedGeneration extends Generation {

	private static final Logger logger = BackgroundLogger.of(SpawnedGeneration.class);

	/** How long the second sign of a death may lag behind the first. */
	private static final Duration DEATH_GRACE = Duration.ofSeconds(1);

	private final WorkerCommand command;

	private final StartFailures failures;

	private final WorkerSecret secret = WorkerSecret.random();

	private volatile @Nullable ExitStatus exit;

	private final CompletableFuture<WorkerProcess> launched = new CompletableFuture<>();

	private volatile boolean lost;

	private final Launch launch;

	private volatile boolean unresponsive;

	/** Until the process is gone. */
	private final FileLease files;

	private @Nullable IoTimer deathTimer;

	/**
	 * Prepare a life.
	 * @param context the instance that it is a life of
	 * @param command what to start
	 * @param listener who is told of the end
	 */
	SpawnedGeneration(InstanceContext context, WorkerCommand command, Listener listener) {
		super(context, listener);
		this.command = command;
		this.failures = new StartFailures(context.settings(), command);
		this.files = new FileLease(context.settings().files());
		this.launch = new Launch(context.settings().launcher(), this.failures);
	}

	@Override
	public @Nullable Long pid() {
		WorkerProcess process = this.launched.getNow(null);
		return (process != null && process.isAlive()) ? process.pid() : null;
	}

	@Override
	void start() {
		Link link = open();
		use(link);
		Map<String, String> variables = SpawnVariables.of(link.endpoint().port(), this.secret.value(),
				this.files.acquire());
		WorkerProcess process = this.launch.run(this.command.withEnvironment(variables), notifier()::line);
		this.launched.complete(process);
		WorkerInstance instance = instance();
		notifier().tell((listener) -> listener.onProcessStart(instance));
		process.exit().thenAccept(this::exited);
		awaitReady(link.endpoint(), process);
	}

	private Link open() {
		try {
			LinkOptions options = settings().linkOptions().withSinglePeer(this::mayStay);
			return loop().bindDealer(Endpoint.loopback(0), options, this).join();
		}
		catch (CompletionException ex) {
			throw this.failures.notBound(ex.getCause());
		}
	}

	/**
	 * The port is for the worker alone. Who else finds it, such as a worker of a parent
	 * that had the port before, may even be the first to come.
	 */
	private CompletionStage<Boolean> mayStay(int peerPort, int ownPort) {
		return this.launched.thenApplyAsync((process) -> ConnectionOrigin.isWorker(process, peerPort, ownPort),
				SharedExecutors.own());
	}

	@Override
	boolean isAnswerOfWorker(Heartbeat answer) {
		return this.secret.isKnownWhereItMustBe(answer.metadata());
	}

	@Override
	void cancelStart() {
		super.cancelStart();
		this.launch.cancel();
	}

	private void awaitReady(Endpoint endpoint, WorkerProcess process) {
		try {
			if (!heartbeats().awaitReady(settings().startTimeout())) {
				throw isConnected() ? this.failures.notAnswering(process)
						: this.failures.notConnected(process, endpoint, SpawnVariables.PORT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(process, ex);
		}
		catch (CompletionException ex) {
			if (hasLinkFailed() && !isStopping()) {
				throw cause().get();
			}
			ExitStatus exit = this.exit;
			throw (exit != null && !isStopping()) ? this.failures.exited(process, exit) : startCancelled();
		}
	}

	@Override
	MultifrostException startCancelled() {
		return this.failures.stopped();
	}

	@Override
	public void onConnected() {
		if (this.deathTimer != null && this.exit == null) {
			// Back so soon: what was under way on the old connection is lost all the
			// same.
			cancelDeathTimer();
			connectionLost();
		}
		this.lost = false;
		super.onConnected();
	}

	@Override
	public void onDisconnected() {
		super.onDisconnected();
		if (this.exit != null) {
			end();
		}
		else if (this.deathTimer == null) {
			this.deathTimer = loop().schedule(DEATH_GRACE, this::connectionLost);
		}
	}

	private void connectionLost() {
		this.deathTimer = null;
		this.lost = true;
		pending().failAll(this::connectionLoss);
	}

	private WorkerUnavailableException connectionLoss() {
		return unavailable("its connection was lost, though its process still runs", null);
	}

	@Override
	public boolean register(PendingCall call) {
		boolean registered = super.register(call);
		if (registered && this.lost && pending().remove(call)) {
			throw connectionLoss();
		}
		return registered;
	}

	private void exited(ExitStatus status) {
		try {
			loop().execute(() -> onExit(status));
		}
		catch (RejectedExecutionException ex) {
			// The life has ended before its process; listeners are told all the same.
			logger.debug("[{}] The process has ended after its I/O thread", context().label(), ex);
			tellExit(status);
		}
	}

	private void onExit(ExitStatus status) {
		this.exit = status;
		tellExit(status);
		cancelDeathTimer();
		if (isConnected()) {
			this.deathTimer = loop().schedule(DEATH_GRACE, this::end);
		}
		else {
			end();
		}
	}

	private void tellExit(ExitStatus status) {
		WorkerProcess process = this.launched.join();
		WorkerInstance now = instance();
		WorkerInstance ended = new WorkerInstance(now.worker(), now.number(), process.pid(), now.endpoint());
		Duration uptime = process.uptime();
		notifier().tell((listener) -> listener.onProcessExit(ended, status.code(), uptime));
	}

	private void cancelDeathTimer() {
		if (this.deathTimer != null) {
			this.deathTimer.cancel();
			this.deathTimer = null;
		}
	}

	@Override
	void end() {
		cancelDeathTimer();
		super.end();
	}

	@Override
	void onUnresponsive() {
		boolean restarts = settings().supervision().restartPolicy() != null;
		logger.atLevel(notifier().level(Level.WARN))
			.log("[{}] The worker (pid {}) has not answered {} heartbeats in a row{}", context().label(), pid(),
					settings().heartbeat().maxMisses(), restarts ? ": restarting it" : "");
		if (restarts) {
			this.unresponsive = true;
			end();
		}
	}

	@Override
	Supplier<MultifrostException> causeOfEnd() {
		if (this.unresponsive) {
			String reason = "it did not answer " + settings().heartbeat().maxMisses()
					+ " heartbeats in a row, and was killed";
			return () -> unavailable(reason, null);
		}
		ExitStatus exit = this.exit;
		if (isStopping() || exit == null) {
			return () -> unavailable("it was stopped before it answered", null);
		}
		WorkerProcess process = this.launched.join();
		Duration uptime = process.uptime();
		return () -> new WorkerExitedException(settings().name(), process.pid(), exit.code(), uptime,
				process.lastOutput());
	}

	@Override
	void askToEnd() {
		WorkerProcess process = this.launched.getNow(null);
		if (process != null && isConnected()) {
			Shutdown shutdown = new Shutdown(settings().protocol(), MessageIds.random(), Map.of());
			new ProcessStop(context().label(), process).gracefully(() -> send(shutdown), settings().stopTimeout());
		}
	}

	@Override
	void release() {
		WorkerProcess process = this.launched.getNow(null);
		try {
			if (process != null) {
				new ProcessStop(context().label(), process).forcibly();
			}
		}
		finally {
			this.files.release();
		}
	}

}
