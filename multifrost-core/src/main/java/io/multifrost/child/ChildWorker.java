package io.multifrost.child;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.MultifrostException;
import io.multifrost.internal.attachment.Attachment;
import io.multifrost.internal.attachment.ParentAttachment;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.attachment.ShutdownHook;
import io.multifrost.internal.attachment.SpawnEnvironment;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.serving.CallDispatcher;
import io.multifrost.internal.serving.ChildSettings;
import io.multifrost.internal.serving.ErrorEncoder;
import io.multifrost.internal.serving.FunctionTable;
import io.multifrost.internal.serving.MessageReceiver;
import io.multifrost.internal.serving.OutputForwarding;
import io.multifrost.internal.sharedfile.WorkerFiles;

/**
 * A worker: serves the functions of objects to the parent that started this process, or,
 * where none did and it has a {@linkplain ChildWorkerBuilder#serviceId service id}, to
 * all parents that find it by that id. Built by {@link #serving(Object)}.
 * <p>
 * Functions run on the worker's own threads, several at once unless
 * {@linkplain ChildWorkerBuilder#concurrency limited}; heartbeats are answered beside
 * them, however busy they are. The worker ends when a parent asks for it, when it is
 * closed, and on SIGTERM if it was {@linkplain #run() run}; one that a parent has started
 * also ends by itself when that parent has gone.
 */
public final class ChildWorker implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChildWorker.class);

	private final ChildSettings settings;

	private final FunctionTable functions;

	private final WorkerFiles files;

	private final MessageCodec codec;

	private final CallDispatcher dispatcher;

	private final MessageReceiver receiver;

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean stopping = new AtomicBoolean();

	private volatile boolean spawned;

	private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final ParentLink parents = new ParentLink();

	private final @Nullable OutputForwarding forwarding;

	ChildWorker(ChildSettings settings, FunctionTable functions) {
		this.settings = settings;
		this.functions = functions;
		this.files = WorkerFiles.of(System.getenv(), settings.limits());
		this.codec = new MessageCodec(settings.limits(), settings.mapper(), this.files);
		this.forwarding = settings.forwardOutput() ? new OutputForwarding(this.codec, this.parents) : null;
		ErrorEncoder errors = new ErrorEncoder(settings.limits());
		this.dispatcher = new CallDispatcher(functions, this.codec, errors, settings, this.parents, this.forwarding,
				this.files);
		this.receiver = new MessageReceiver(this.codec, errors, this.dispatcher, this.parents, this::requestStop);
	}

	/**
	 * Serve an object: its methods that are marked with
	 * {@link io.multifrost.MultifrostFunction}, or, where none is, the public methods
	 * that its class declares, but for setters and what a framework or the JDK calls
	 * ({@code close}, {@code afterPropertiesSet}, {@code compareTo}, ...).
	 * @param target the object
	 * @return a builder
	 * @throws IllegalArgumentException if the object has no function
	 */
	public static ChildWorkerBuilder serving(Object target) {
		return new ChildWorkerBuilder().and(target);
	}

	/**
	 * Serve an object that may be a proxy which stands in for another.
	 * @param target the object, on which the functions are called
	 * @param type the class whose methods are served
	 * @return a builder
	 * @throws IllegalArgumentException if the class has no function, or one that the
	 * object cannot be asked for
	 */
	public static ChildWorkerBuilder serving(Object target, Class<?> type) {
		return new ChildWorkerBuilder().and(target, type);
	}

	/**
	 * Serve functions that are no methods, for example lambda expressions.
	 * @param functions the functions by their names
	 * @return a builder
	 * @throws IllegalArgumentException if there is none, or one has a name that cannot be
	 * called
	 */
	public static ChildWorkerBuilder servingFunctions(Map<String, ? extends CallHandler> functions) {
		return new ChildWorkerBuilder().functions(functions);
	}

	/**
	 * Serve without waiting: the parent that started this process, or else whoever finds
	 * the worker by its service id.
	 * @return this worker
	 * @throws IllegalStateException if the worker was started before, or this process was
	 * not started by a parent and there is no service id
	 * @throws io.multifrost.ServiceAlreadyRunningException if another process has the id
	 * @throws MultifrostException if no port can be bound
	 */
	public ChildWorker start() {
		Attachment attachment = this.settings.attachment(System.getenv(), this::requestStop);
		if (!this.started.compareAndSet(false, true)) {
			throw new IllegalStateException("The worker was started before; build another one");
		}
		this.spawned = attachment instanceof ParentAttachment;
		this.receiver.prove(this.spawned ? SpawnEnvironment.proof(System.getenv(), this.files.isUsable())
				: SpawnEnvironment.ofService());
		if (!this.spawned && !this.settings.allowShutdown()) {
			this.receiver.ignoreShutdown();
		}
		if (this.forwarding != null) {
			this.forwarding.install();
		}
		try {
			this.parents.open(attachment, this.settings.limits().maxMessageSize(), this.receiver,
					this.stopRequest::completeExceptionally);
		}
		catch (RuntimeException | Error ex) {
			uninstallForwarding();
			throw ex;
		}
		logger.debug("Serving {}", functions());
		return this;
	}

	/**
	 * Serve until the worker ends, as {@link #start()} does. Meant for the {@code main}
	 * method of a worker's program: SIGTERM lets the functions that run finish, and takes
	 * a service out of the registry, too.
	 * @throws IllegalStateException as {@link #start()}
	 * @throws io.multifrost.ServiceAlreadyRunningException if another process has the id
	 * @throws MultifrostException if no port can be bound, or the worker has lost its I/O
	 * thread, without which nobody can reach it
	 */
	public void run() {
		Thread hook = ShutdownHook.add(this::close);
		try {
			start();
			try {
				this.stopRequest.join();
			}
			finally {
				close();
			}
		}
		catch (CompletionException ex) {
			// Whoever supervises this process is to see it end with another code than 0.
			throw (ex.getCause() instanceof MultifrostException lost) ? lost : ex;
		}
		finally {
			ShutdownHook.remove(hook);
		}
	}

	/**
	 * Return a future that tells when its parent wants the worker to end, or has gone.
	 * @return completed on the I/O thread: close the worker on another one. It fails if
	 * the worker lost its I/O thread
	 */
	public CompletableFuture<Void> stopRequested() {
		return this.stopRequest.copy();
	}

	/**
	 * End the worker: calls that come now are refused, those that run may finish within
	 * the drain timeout, and all others are answered with an error. Safe to call twice;
	 * returns when the worker has ended.
	 */
	@Override
	public void close() {
		close(Duration.ZERO);
	}

	/**
	 * End the worker.
	 * @param openFor how long it goes on to read calls, which it refuses, at least
	 */
	void close(Duration openFor) {
		if (!this.started.get()) {
			return;
		}
		if (!this.stopping.compareAndSet(false, true)) {
			this.stopped.join();
			return;
		}
		try {
			this.parents.withdraw();
			Duration drainTimeout = this.settings.drainTimeout();
			if (this.spawned && !ShutdownHook.awaitParent(this.stopRequest, drainTimeout)) {
				drainTimeout = Duration.ZERO;
			}
			this.files.deleteIfAbandoned();
			CompletableFuture<Void> closing = this.parents.after(this.stopRequest.isDone() ? Duration.ZERO : openFor);
			this.dispatcher.drain(drainTimeout);
			closing.join();
			if (!this.spawned) {
				this.receiver.awaitAlone();
			}
		}
		finally {
			try {
				this.parents.close();
			}
			finally {
				uninstallForwarding();
				requestStop();
				this.stopped.complete(null);
			}
		}
	}

	/**
	 * Return the id under which parents find this worker.
	 * @return the id, if it has one
	 */
	public @Nullable String serviceId() {
		return this.settings.serviceId();
	}

	/**
	 * Return what this worker serves.
	 * @return the names of the functions by their namespace
	 */
	public Map<String, List<String>> functions() {
		return this.functions.names();
	}

	/**
	 * Return how many messages were dropped since the start, in either direction.
	 * @return the sum of {@link #drops()}
	 */
	public long droppedMessages() {
		return this.receiver.drops().total();
	}

	/**
	 * Return how many messages and connections were dropped since the start, by reason.
	 * @return a copy, with an entry for each reason, for example {@code malformed}
	 */
	public Map<String, Long> drops() {
		return this.receiver.drops().asMap();
	}

	/**
	 * Return how many calls were not run, as their time was over.
	 * @return the number since the start
	 */
	public long expiredCalls() {
		return this.dispatcher.runner().expired();
	}

	/**
	 * Return how many calls their callers gave up before they were run.
	 * @return the number since the start
	 */
	public long cancelledCalls() {
		return this.dispatcher.cancelled();
	}

	private void requestStop() {
		this.stopRequest.complete(null);
	}

	private void uninstallForwarding() {
		if (this.forwarding != null) {
			this.forwarding.uninstall();
		}
	}

}
