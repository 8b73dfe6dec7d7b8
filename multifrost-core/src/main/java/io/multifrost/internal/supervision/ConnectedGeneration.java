package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.supervision.Target.GenerationFactory;

/**
 * One life of the connection to a service that runs by itself. It is over when the
 * connection is lost, or the service no longer answers: it may come back elsewhere.
 */
final class ConnectedGeneration extends Generation {

	private static final Logger logger = BackgroundLogger.of(ConnectedGeneration.class);

	/** A service that is looked for again is tried for so long at a time. */
	private static final Duration RECOVERY_ATTEMPT = Duration.ofSeconds(1);

	private static final Duration SLICE = Duration.ofMillis(200);

	/** Whoever refuses a connection closes it before that. */
	private static final Duration KEPT = Duration.ofMillis(500);

	private final Listener listener;

	private final Locator locator;

	private final Pings known;

	private final boolean exchange;

	private final boolean pings;

	/** How long the service may take to be found and to answer. */
	private final Duration timeout;

	private volatile @Nullable Location location;

	/** Whether a connection was made, and ended before the service had answered. */
	private volatile boolean refused;

	private volatile boolean refusedKey;

	private volatile SocketSecurity security = SocketSecurity.NONE;

	private volatile long connectedAt;

	private volatile String loss = "its connection was lost";

	/**
	 * Prepare a life.
	 * @param context the instance that it is a life of
	 * @param locator finds the service
	 * @param known whether the service answers pings of ZMTP, as far as it is known
	 * @param recovery whether an earlier life was lost
	 * @param listener who is told of the end
	 */
	ConnectedGeneration(InstanceContext context, Locator locator, Pings known, boolean recovery, Listener listener) {
		super(context, listener);
		this.listener = listener;
		this.known = known;
		this.exchange = known.toChange.getAndSet(false);
		this.pings = known.used ^ this.exchange;
		this.locator = locator;
		this.timeout = recovery ? RECOVERY_ATTEMPT : settings().startTimeout();
	}

	/**
	 * Return what makes the lives of an instance.
	 * @param context the instance
	 * @param search finds it, where its place is not known
	 */
	static GenerationFactory lives(InstanceContext context, Locator search) {
		Location place = context.place();
		Locator locator = (place != null) ? new Locator(search.description(), (timeout) -> place) : search;
		Pings known = new Pings();
		return (recovery, listener) -> new ConnectedGeneration(context, locator, known, recovery, listener);
	}

	@Override
	public @Nullable Long pid() {
		Location location = this.location;
		return (location != null) ? location.pid() : null;
	}

	@Override
	void start() {
		long started = System.nanoTime();
		long deadline = started + TimeUnit.NANOSECONDS.convert(this.timeout);
		Location found = locate(started, deadline);
		this.location = found;
		Endpoint endpoint = found.endpoint();
		LinkOptions options = settings().linkOptions().withSecurity(security(found));
		boolean pinged = this.pings && !endpoint.isLoopback();
		try {
			use(loop().connectDealer(endpoint, pinged ? options.withPings() : options, this).join());
		}
		catch (CompletionException ex) {
			throw unavailable("no connection to " + endpoint + " could be made: " + ex.getCause(), ex.getCause());
		}
		awaitAnswer(endpoint, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
		logger.debug("[{}] Connected to {}", context().label(), endpoint);
	}

	private SocketSecurity security(Location found) {
		try {
			this.security = settings().keys().towards(found);
			return this.security;
		}
		catch (IllegalArgumentException ex) {
			throw unavailable(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Look in slices of time, between which a stop is noticed.
	 */
	private Location locate(long started, long deadline) {
		while (true) {
			long left = deadline - System.nanoTime();
			try {
				return this.locator.search().apply(Duration.ofNanos(Math.max(1, Math.min(left, SLICE.toNanos()))));
			}
			catch (ServiceNotFoundException ex) {
				if (isStopping()) {
					throw startCancelled();
				}
				if (left <= SLICE.toNanos()) {
					throw ex.after(Duration.ofNanos(System.nanoTime() - started));
				}
			}
		}
	}

	private void awaitAnswer(Endpoint endpoint, Duration left) {
		try {
			if (!heartbeats().awaitReady(left)) {
				throw unavailable(problem(endpoint), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable("the thread that connected to it was interrupted", ex);
		}
		catch (CompletionException ex) {
			if (isStopping()) {
				throw startCancelled();
			}
			throw unavailable(this.refusedKey ? this.loss : "its connection was lost before it was ready", ex);
		}
	}

	private String problem(Endpoint endpoint) {
		boolean kept = !this.refused || System.nanoTime() - this.connectedAt > KEPT.toNanos();
		if (isConnected() && kept) {
			return "it accepted a connection at " + endpoint + ", but did not answer a heartbeat within "
					+ this.timeout.toMillis() + " ms; see that it is a worker, and that its loop runs";
		}
		if (this.refused && this.security instanceof SocketSecurity.Client client) {
			return "what listens at " + endpoint + " ended each connection: its public key is not " + client.serverKey()
					+ " (server-key), it has none, or it is too busy; see which key it has, and what it logs";
		}
		if (this.refused) {
			return "what listens at " + endpoint + " closed each connection: a service does so that has as many as it "
					+ "takes (" + LinkOptions.MAX_CONNECTIONS
					+ ", and its log says so), so run more services or fewer parents; or it takes parents with a key alone (server-key); or it is no worker";
		}
		return "nothing listens at " + endpoint + " (" + this.locator.description() + "); see that it runs";
	}

	/**
	 * Whether the worker knows pings is known when it has answered: all that name
	 * features do. Others close a connection by which one comes, such as those with the
	 * crate zeromq of Rust. The next life makes use of it, and is begun at once; where it
	 * does not come up, this one goes on as it is.
	 */
	@Override
	void begun() {
		super.begun();
		this.known.used = this.pings;
		if (isRemote() && this.pings == features().isEmpty()) {
			this.known.toChange.set(true);
			this.listener.onRecyclingDue(this);
		}
	}

	@Override
	boolean isExchange() {
		return this.exchange;
	}

	@Override
	MultifrostException startCancelled() {
		return unavailable("it was stopped while it was being connected to", null);
	}

	@Override
	public void onConnected() {
		this.connectedAt = System.nanoTime();
		super.onConnected();
	}

	@Override
	public void onDisconnected() {
		super.onDisconnected();
		if (heartbeats().isReady()) {
			end();
		}
		else {
			this.refused = true;
		}
	}

	@Override
	public void onKeyRefused() {
		if (this.security instanceof SocketSecurity.Client client) {
			this.refusedKey = true;
			this.loss = (settings().keys().secretKey() != null)
					? "it does not allow the key of this parent, " + client.publicKey()
							+ "; name it among the allowed clients of the service (allowed-clients)"
					: "it takes parents with an allowed key alone, and this one has none of its own; give it one "
							+ "(multifrost.security.secret-key), and name it among the allowed clients of the service";
			end();
		}
	}

	/**
	 * It gets no more calls, and goes on with those that it has. One that has not been
	 * used yet is as if it were not there.
	 */
	@Override
	boolean onStopping() {
		if (heartbeats().isReady() && pending().isOpen()) {
			this.loss = "it is being stopped";
			var unused = pending().retire();
			this.listener.onStopping(this);
		}
		return true;
	}

	@Override
	void onUnresponsive() {
		this.loss = "it did not answer " + settings().heartbeat().maxMisses() + " heartbeats in a row";
		end();
	}

	@Override
	Supplier<MultifrostException> causeOfEnd() {
		String reason = isStopping() ? "it was stopped before it answered" : this.loss;
		return () -> unavailable(reason, null);
	}

	/**
	 * Whether the connections of an instance use pings.
	 */
	private static final class Pings {

		private volatile boolean used;

		/** Whether the next connection is to try the opposite, once. */
		private final AtomicBoolean toChange = new AtomicBoolean();

	}

	/**
	 * Says where a service is to be found.
	 *
	 * @param description what is looked for, in words for a message
	 * @param search finds the service, waiting so long for it if it is not there yet;
	 * throws {@link ServiceNotFoundException} if it is not found in time
	 */
	record Locator(String description, Function<Duration, Location> search) {
	}

}
