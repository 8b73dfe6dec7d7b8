package io.multifrost.spring.testcontainers;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.util.Assert;

import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetailsSource;

/**
 * The containers of workers that belong to one test or application. Spring Boot asks one
 * factory for each of them in turn, and makes a bean of the first answer alone; so the
 * answer is the same for all, and grows.
 */
final class WorkerContainers implements MultifrostConnectionDetailsSource {

	private final Map<Object, Named> containers = new LinkedHashMap<>();

	/**
	 * Add a container. The same may be added again, when a context is made anew.
	 * @param source by what the container is told from others
	 * @param worker the name of its worker
	 * @param details where the worker is
	 */
	synchronized void add(Object source, String worker, MultifrostConnectionDetails details) {
		this.containers.put(source, new Named(worker, details));
	}

	@Override
	public synchronized Map<String, MultifrostConnectionDetails> getConnectionDetails() {
		Map<String, MultifrostConnectionDetails> byWorker = new LinkedHashMap<>();
		for (Named container : this.containers.values()) {
			MultifrostConnectionDetails other = byWorker.putIfAbsent(container.worker(), container.details());
			Assert.state(other == null, () -> "Two containers are those of worker '" + container.worker()
					+ "': give one of them another name with @ServiceConnection");
		}
		return byWorker;
	}

	private record Named(String worker, MultifrostConnectionDetails details) {
	}

}
