package io.multifrost.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.internal.discovery.InstanceSource;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.parent.WorkerState;

/**
 * The instances of a service that come and go by themselves: connects to those that are
 * new, lets those that are gone finish their calls, and leaves all others alone. A thread
 * of its own asks where they are, as long as the worker is not stopped. Safe for use by
 * any thread.
 */
final class FollowedInstances {

	private static final Logger logger = BackgroundLogger.of(FollowedInstances.class);

	/** How long at most passes before what the source knows is known here. */
	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final String worker;

	private final InstanceSource source;

	private final int connections;

	private final BiFunction<Integer, Location, Supervisor> supervisors;

	private final Map<Location, List<Supervisor>> followed = new LinkedHashMap<>();

	/** Those that are gone and finish their calls. */
	private final Set<Supervisor> leaving = ConcurrentHashMap.newKeySet();

	private volatile List<Supervisor> all = List.of();

	private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

	private volatile @Nullable Throwable problem;

	/**
	 * Prepare to follow.
	 * @param worker the name of the worker
	 * @param source names the instances
	 * @param connections how many connections are made to each
	 * @param supervisors make an instance of a number that no other has, and a place
	 */
	FollowedInstances(String worker, InstanceSource source, int connections,
			BiFunction<Integer, Location, Supervisor> supervisors) {
		this.worker = worker;
		this.source = source;
		this.connections = connections;
		this.supervisors = supervisors;
	}

	List<Supervisor> all() {
		return this.all;
	}

	/**
	 * Begin to follow.
	 */
	synchronized void begin() {
		CompletableFuture<Void> end = new CompletableFuture<>();
		this.end = end;
		this.problem = null;
		Threads.start("multifrost-instances-" + this.worker, () -> follow(end));
	}

	/**
	 * Follow no longer.
	 * @return all that there are, to be stopped
	 */
	synchronized List<Supervisor> end() {
		this.end.complete(null);
		List<Supervisor> rest = new ArrayList<>(this.all);
		rest.addAll(this.leaving);
		return rest;
	}

	/**
	 * Forget what has been stopped.
	 */
	synchronized void clear() {
		this.followed.clear();
		this.all = List.of();
	}

	/**
	 * Return the exception that says why no instance runs.
	 */
	MultifrostException failure() {
		if (this.problem instanceof MultifrostException ex) {
			return ex;
		}
		return this.all.stream()
			.map((each) -> each.snapshot().failure())
			.filter(MultifrostException.class::isInstance)
			.map(MultifrostException.class::cast)
			.findFirst()
			.orElseGet(this.source::noneFound);
	}

	private void follow(CompletableFuture<Void> end) {
		try {
			do {
				refresh(end);
			}
			while (!Threads.await(end, INTERVAL));
		}
		catch (InterruptedException ex) {
			// Nobody but this library knows the thread, and it does not interrupt it.
			throw new IllegalStateException("Interrupted while following the instances of " + this.worker, ex);
		}
	}

	/**
	 * Whatever goes wrong is tried again, so that the instances are not followed for
	 * nothing.
	 */
	private void refresh(CompletableFuture<Void> end) {
		try {
			update(this.source.locations(), end);
			found(null, end);
		}
		catch (Throwable ex) {
			found(ex, end);
		}
	}

	/**
	 * Note whether it could be found out where they are. A lookup that took longer than
	 * its start has nothing to say of the next one.
	 */
	private synchronized void found(@Nullable Throwable problem, CompletableFuture<Void> end) {
		if (end.isDone()) {
			return;
		}
		if (problem != null && this.problem == null) {
			logger.warn("[{}] It cannot be found out which instances there are ({}); those that were known are used"
					+ " until it can: {}", this.worker, this.source.description(), problem.toString());
		}
		else if (problem == null && this.problem != null) {
			logger.info("[{}] The instances are known again", this.worker);
		}
		this.problem = problem;
	}

	private synchronized void update(Set<Location> named, CompletableFuture<Void> end) {
		if (end.isDone()) {
			return;
		}
		for (Location location : named) {
			if (!this.followed.containsKey(location)) {
				this.followed.put(location, make(location));
			}
		}
		List<Supervisor> gone = remove(named);
		List<Supervisor> now = this.followed.values().stream().flatMap(List::stream).toList();
		if (!now.equals(this.all)) {
			this.all = now;
			logger.info("[{}] {} instances: {}", this.worker, this.followed.size(),
					this.followed.keySet().stream().map(Location::endpoint).toList());
		}
		gone.forEach(this::drain);
		// Also those that an error has ended, such as one for want of a thread
		now.stream()
			.filter((each) -> each.state() == WorkerState.NEW || each.state() == WorkerState.FAILED)
			.forEach(this::connect);
	}

	private void connect(Supervisor instance) {
		boolean first = instance.state() == WorkerState.NEW;
		try {
			instance.startInBackground();
		}
		catch (Throwable ex) {
			logger.atLevel(first ? Level.WARN : Level.DEBUG)
				.log("[{}] There is no thread to connect to the instance; it is tried again", instance.status().label(),
						ex);
		}
	}

	private List<Supervisor> make(Location location) {
		Set<Integer> taken = this.followed.values()
			.stream()
			.flatMap(List::stream)
			.map((each) -> each.status().number())
			.collect(Collectors.toSet());
		return IntStream.rangeClosed(1, taken.size() + this.connections)
			.filter((number) -> !taken.contains(number))
			.limit(this.connections)
			.mapToObj((number) -> this.supervisors.apply(number, location))
			.toList();
	}

	/**
	 * Take out those that are no longer named. Where none is named at all, those that
	 * work stay until they do not: a registry that has only just been started, or has
	 * lost its memory, is more likely than that all have gone and still answer.
	 */
	private List<Supervisor> remove(Set<Location> named) {
		List<Supervisor> gone = new ArrayList<>();
		this.followed.entrySet().removeIf((entry) -> {
			boolean stays = named.contains(entry.getKey()) || (named.isEmpty()
					&& entry.getValue().stream().anyMatch((each) -> each.state() == WorkerState.RUNNING));
			if (!stays) {
				gone.addAll(entry.getValue());
			}
			return !stays;
		});
		return gone;
	}

	private void drain(Supervisor instance) {
		this.leaving.add(instance);
		try {
			Threads.start("multifrost-drain-" + instance.status().label(), () -> {
				try {
					instance.drain();
				}
				finally {
					this.leaving.remove(instance);
				}
			});
		}
		catch (Throwable ex) {
			// No thread is left; its calls go on, and it is stopped with the worker.
			logger.warn("[{}] The instance has gone, and there is no thread to end its connection",
					instance.status().label(), ex);
		}
	}

}
