package io.multifrost.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.util.Assert;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * The workers that this application calls, by their names: those of its configuration,
 * and those that it adds while it runs. Safe for use by any number of threads.
 */
public final class ParentWorkers {

	private final BiFunction<String, ParentWorkerBuilder, ParentWorker> factory;

	private final Supplier<Stream<ParentWorkersListener>> listeners;

	/** Replaced as a whole, under the monitor. */
	private volatile Map<String, ParentWorker> workers;

	/**
	 * Create a look-up, to which workers are added as their builders say alone.
	 * @param workers the workers
	 * @throws IllegalArgumentException if two have the same name
	 */
	public ParentWorkers(Collection<ParentWorker> workers) {
		this(workers, (name, builder) -> builder.name(name).build(), Stream::empty);
	}

	/**
	 * Create a look-up.
	 * @param workers the workers
	 * @param factory makes a worker that is added
	 * @param listeners are told of those that are added or removed
	 * @throws IllegalArgumentException if two have the same name
	 */
	public ParentWorkers(Collection<ParentWorker> workers,
			BiFunction<String, ParentWorkerBuilder, ParentWorker> factory,
			Supplier<Stream<ParentWorkersListener>> listeners) {
		Map<String, ParentWorker> byName = new LinkedHashMap<>();
		for (ParentWorker worker : workers) {
			ParentWorker other = byName.putIfAbsent(worker.name(), worker);
			Assert.isTrue(other == null, () -> "Two workers have the name '" + worker.name()
					+ "': give one of them another name, by which clients and logs can tell them apart");
		}
		this.workers = Collections.unmodifiableMap(byName);
		this.factory = factory;
		this.listeners = listeners;
	}

	/**
	 * Return a worker.
	 * @param name the name of the worker
	 * @return the worker
	 * @throws NoSuchParentWorkerException if no worker has the name
	 */
	public ParentWorker get(String name) {
		Map<String, ParentWorker> workers = this.workers;
		ParentWorker worker = workers.get(name);
		if (worker == null) {
			throw new NoSuchParentWorkerException(name, null, workers.keySet());
		}
		return worker;
	}

	/**
	 * Add a worker while the application runs. It has what its builder says, and the
	 * listeners, interceptors and customizers that all workers have; health, metrics and
	 * the endpoint see it, and it is stopped with the application.
	 * @param name the name of the worker
	 * @param builder says what it is
	 * @return the worker, not started
	 * @throws IllegalArgumentException if there is a worker of the name
	 */
	public ParentWorker add(String name, ParentWorkerBuilder builder) {
		ParentWorker worker;
		synchronized (this) {
			Assert.isTrue(!this.workers.containsKey(name),
					() -> "There is a worker '" + name + "': remove it first, or add this one by another name");
			worker = this.factory.apply(name, builder);
			Map<String, ParentWorker> workers = new LinkedHashMap<>(this.workers);
			workers.put(name, worker);
			this.workers = Collections.unmodifiableMap(workers);
		}
		this.listeners.get().forEach((listener) -> listener.onAdded(worker));
		return worker;
	}

	/**
	 * Stop a worker, and forget it. Clients that call it fail from then on.
	 * @param name the name of the worker
	 * @throws NoSuchParentWorkerException if no worker has the name
	 */
	public void remove(String name) {
		ParentWorker worker = get(name);
		worker.stop();
		synchronized (this) {
			Map<String, ParentWorker> workers = new LinkedHashMap<>(this.workers);
			workers.remove(name, worker);
			this.workers = Collections.unmodifiableMap(workers);
		}
		this.listeners.get().forEach((listener) -> listener.onRemoved(worker));
	}

	/**
	 * Return the names of all workers at this moment.
	 * @return the names, in the order of the configuration
	 */
	public Set<String> names() {
		return this.workers.keySet();
	}

	/**
	 * Return all workers at this moment.
	 * @return the workers, in the order of the configuration
	 */
	public Stream<ParentWorker> stream() {
		return this.workers.values().stream();
	}

	@Override
	public String toString() {
		return "ParentWorkers " + this.workers.values();
	}

}
