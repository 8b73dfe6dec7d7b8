package io.multifrost.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.util.Assert;

import io.multifrost.parent.ParentWorker;

/**
 * The workers that this application calls, by their names. Immutable, and safe for use by
 * any number of threads.
 */
public final class ParentWorkers {

	private final Map<String, ParentWorker> workers;

	/**
	 * Create a look-up.
	 * @param workers the workers
	 * @throws IllegalArgumentException if two have the same name
	 */
	public ParentWorkers(Collection<ParentWorker> workers) {
		Map<String, ParentWorker> byName = new LinkedHashMap<>();
		for (ParentWorker worker : workers) {
			ParentWorker other = byName.putIfAbsent(worker.name(), worker);
			Assert.isTrue(other == null, () -> "Two workers have the name '" + worker.name()
					+ "': give one of them another name, by which clients and logs can tell them apart");
		}
		this.workers = Collections.unmodifiableMap(byName);
	}

	/**
	 * Return a worker.
	 * @param name the name of the worker
	 * @return the worker
	 * @throws NoSuchParentWorkerException if no worker has the name
	 */
	public ParentWorker get(String name) {
		ParentWorker worker = this.workers.get(name);
		if (worker == null) {
			throw new NoSuchParentWorkerException(name, null, this.workers.keySet());
		}
		return worker;
	}

	/**
	 * Return the names of all workers.
	 * @return the names, in the order of the configuration
	 */
	public Set<String> names() {
		return this.workers.keySet();
	}

	/**
	 * Return all workers.
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
