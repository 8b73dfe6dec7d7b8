package io.multifrost.child;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.LazyLogger;
import io.multifrost.internal.transport.Endpoint;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.IoTimer;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkListener;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.Call;
import io.multifrost.message.Heartbeat;
import io.multifrost.message.Message;
import io.multifrost.message.MessageCodec;
import io.multifrost.message.Shutdown;

/**
 * A worker: serves the functions of objects to the parent that started this process.
 * Built by {@link #serving(Object)}.
 * <p>
 * Functions run on the worker's own threads, several at once unless
 * {@linkplain ChildWorkerBuilder#concurrency limited}; heartbeats are answered beside
 * them, however busy they are. The worker ends when its parent asks for it, when it is
 * closed, on SIGTERM if it was {@linkplain #run() run}, and by itself when its parent has
 * gone.
 */
public final class ChildWorker implements AutoCloseable {

	private static final LazyLogger logger = new LazyLogger(ChildWorker.class);

	/** How long the first connection may take on a machine that is busy. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	/** How long a parent may be out of reach before it counts as gone. */
	private static final Duration PARENT_GRACE = Duration.ofSeconds(2);

	/** How long answers may take to leave after the last one was given. */
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final ChildSettings settings;

	private final MessageCodec codec;

	private final ErrorEncoder errors;

	private final CallDispatcher dispatcher;

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean stopping = new AtomicBoolean();

	private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private @Nullable IoLoop loop;

	private volatile @Nullable Link link;

	private @Nullable IoTimer parentTimer;

	ChildWorker(ChildSettings settings, FunctionTable functions) {
		this.settings = settings;
		this.codec = new MessageCodec(settings.limits());
		this.errors = new ErrorEncoder(settings.limits());
		this.dispatcher = new CallDispatcher(functions, settings.namespace(), this.codec, this.errors,
				settings.concurrency(), settings.queueCapacity(), this::send);
	}

	/**
	 * Serve an object: its methods that are marked with
	 * {@link io.multifrost.MultifrostFunction}, or, where none is, all public methods
	 * that its class declares.
	 * @param target the object
	 * @return a builder
	 * @throws IllegalArgumentException if the object has no function
	 */
	public static ChildWorkerBuilder serving(Object target) {
		return serving(target, target.getClass());
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
	 * Connect to the parent and serve, without waiting.
	 * @return this worker
	 * @throws IllegalStateException if the worker was started before, or this process was
	 * not started by a parent
	 */
	public ChildWorker start() {
		Integer configured = this.settings.port();
		int port = (configured != null) ? configured : SpawnEnvironment.port(System.getenv());
		if (!this.started.compareAndSet(false, true)) {
			throw new IllegalStateException("The worker was started before; build another one");
		}
		IoLoop acquired = IoLoop.acquire();
		this.loop = acquired;
		LinkOptions options = new LinkOptions(2L * this.settings.limits().maxMessageSize(), LINGER);
		try {
			this.link = acquired.connectRouter(Endpoint.loopback(port), options, new ParentListener(acquired)).join();
		}
		catch (CompletionException ex) {
			this.loop = null;
			acquired.close();
			throw new MultifrostException("The worker cannot reach its parent at port " + port, ex.getCause());
		}
		return this;
	}

	/**
	 * Serve until the worker ends. Meant for the {@code main} method of a worker's
	 * program: SIGTERM lets the functions that run finish, too.
	 * @throws IllegalStateException if the worker was started before, or this process was
	 * not started by a parent
	 */
	public void run() {
		Thread hook = new Thread(this::close, "multifrost-shutdown");
		Runtime.getRuntime().addShutdownHook(hook);
		try {
			start();
			this.stopRequested.join();
			close();
		}
		finally {
			removeShutdownHook(hook);
		}
	}

	private static void removeShutdownHook(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.get().debug("The process is ending already, and the hook is what ended the worker", ex);
		}
	}

	/**
	 * Return a future that tells when the worker should end since its parent asked for it
	 * or has gone. Whoever started the worker then closes it.
	 * @return completed on the I/O thread: continue on another one
	 */
	public CompletableFuture<Void> stopRequested() {
		return this.stopRequested.copy();
	}

	/**
	 * End the worker: calls that come now are refused, those that run may finish within
	 * the drain timeout, and all others are answered with an error. Safe to call twice;
	 * returns when the worker has ended.
	 */
	@Override
	public void close() {
		if (!this.started.get()) {
			return;
		}
		if (!this.stopping.compareAndSet(false, true)) {
			this.stopped.join();
			return;
		}
		try {
			this.dispatcher.drain(this.settings.drainTimeout());
			Link open = this.link;
			if (open != null) {
				open.close().join();
			}
			IoLoop acquired = this.loop;
			if (acquired != null) {
				acquired.close();
			}
		}
		finally {
			this.stopRequested.complete(null);
			this.stopped.complete(null);
		}
	}

	private void send(Route route, byte[] payload) {
		Link open = this.link;
		if (open != null) {
			open.send(route, payload);
		}
	}

	/**
	 * Reads what the parent sends. All methods run on the I/O thread.
	 */
	private final class ParentListener implements LinkListener {

		private final IoLoop loop;

		/** The version that the parent spoke last. */
		private ProtocolVersion version = ProtocolVersion.V3;

		ParentListener(IoLoop loop) {
			this.loop = loop;
			loop.execute(() -> expectParent(CONNECT_TIMEOUT));
		}

		@Override
		public void onConnected() {
			if (ChildWorker.this.parentTimer != null) {
				ChildWorker.this.parentTimer.cancel();
				ChildWorker.this.parentTimer = null;
			}
		}

		@Override
		public void onDisconnected() {
			expectParent(PARENT_GRACE);
		}

		private void expectParent(Duration grace) {
			if (ChildWorker.this.parentTimer == null) {
				ChildWorker.this.parentTimer = this.loop.schedule(grace,
						() -> ChildWorker.this.stopRequested.complete(null));
			}
		}

		@Override
		public void onMessage(Route route, byte[] payload) {
			Message message;
			try {
				message = ChildWorker.this.codec.decode(payload);
			}
			catch (ProtocolException ex) {
				onUnreadable(route, ex);
				return;
			}
			this.version = message.version();
			if (message instanceof Call call) {
				ChildWorker.this.dispatcher.dispatch(route, call);
			}
			else if (message instanceof Heartbeat heartbeat) {
				send(route, ChildWorker.this.codec.encode(answer(heartbeat)));
			}
			else if (message instanceof Shutdown) {
				ChildWorker.this.stopRequested.complete(null);
			}
		}

		private Heartbeat answer(Heartbeat heartbeat) {
			Map<String, @Nullable Object> metadata = new HashMap<>(heartbeat.metadata());
			metadata.put("hb_response", true);
			return new Heartbeat(heartbeat.version(), heartbeat.id(), heartbeat.arguments(), metadata);
		}

		/**
		 * A call whose id can be read is answered all the same, so that its parent need
		 * not wait for its timeout. A message of another application is not for this
		 * worker to answer.
		 */
		private void onUnreadable(Route route, ProtocolException ex) {
			if (ex.messageId() != null && ex.reason() != ProtocolException.Reason.WRONG_APP) {
				send(route, ChildWorker.this.errors.encode(this.version, ex.messageId(),
						"ProtocolException: " + ex.getMessage()));
			}
		}

	}

}
