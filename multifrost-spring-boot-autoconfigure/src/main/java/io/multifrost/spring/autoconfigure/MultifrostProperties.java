package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of workers: those that this application calls, and itself as one.
 */
@ConfigurationProperties("multifrost")
public final class MultifrostProperties {

	/**
	 * Workers that this application calls, by their names.
	 */
	private Map<String, ParentProperties> parents = new LinkedHashMap<>();

	/**
	 * Defaults for every worker that says nothing else.
	 */
	@NestedConfigurationProperty
	private final ParentDefaults defaults = new ParentDefaults();

	/**
	 * Properties of this application as a worker.
	 */
	private final Worker worker = new Worker();

	/**
	 * Return the workers that this application calls, by their names.
	 * @return the parents
	 */
	public Map<String, ParentProperties> getParents() {
		return this.parents;
	}

	/**
	 * Set the workers that this application calls, by their names.
	 * @param parents the parents
	 */
	public void setParents(Map<String, ParentProperties> parents) {
		this.parents = parents;
	}

	/**
	 * Return the defaults for every worker that says nothing else.
	 * @return the defaults
	 */
	public ParentDefaults getDefaults() {
		return this.defaults;
	}

	/**
	 * Return the properties of this application as a worker.
	 * @return the worker
	 */
	public Worker getWorker() {
		return this.worker;
	}

	/**
	 * Properties of this application as a worker, which serves its own beans.
	 */
	public static final class Worker {

		/**
		 * Namespace of the functions that are served, where the bean names none.
		 */
		private String namespace = "default";

		/**
		 * Number of functions that may run at once; the number of processors, and at
		 * least 4, where nothing is said.
		 */
		private @Nullable Integer concurrency;

		/**
		 * Number of calls that may wait while all threads are busy; 10,000 where nothing
		 * is said.
		 */
		private @Nullable Integer queueCapacity;

		/**
		 * Time that functions may take to finish when the worker ends; 4 seconds where
		 * nothing is said.
		 */
		private @Nullable Duration drainTimeout;

		/**
		 * Return the namespace of the functions that are served, where the bean names
		 * none.
		 * @return the namespace
		 */
		public String getNamespace() {
			return this.namespace;
		}

		/**
		 * Set the namespace of the functions that are served, where the bean names none.
		 * @param namespace the namespace
		 */
		public void setNamespace(String namespace) {
			this.namespace = namespace;
		}

		/**
		 * Return the number of functions that may run at once; the number of processors,
		 * and at least 4, where nothing is said.
		 * @return the concurrency
		 */
		public @Nullable Integer getConcurrency() {
			return this.concurrency;
		}

		/**
		 * Set the number of functions that may run at once; the number of processors, and
		 * at least 4, where nothing is said.
		 * @param concurrency the concurrency
		 */
		public void setConcurrency(@Nullable Integer concurrency) {
			this.concurrency = concurrency;
		}

		/**
		 * Return the number of calls that may wait while all threads are busy; 10,000
		 * where nothing is said.
		 * @return the queue capacity
		 */
		public @Nullable Integer getQueueCapacity() {
			return this.queueCapacity;
		}

		/**
		 * Set the number of calls that may wait while all threads are busy; 10,000 where
		 * nothing is said.
		 * @param queueCapacity the queue capacity
		 */
		public void setQueueCapacity(@Nullable Integer queueCapacity) {
			this.queueCapacity = queueCapacity;
		}

		/**
		 * Return the time that functions may take to finish when the worker ends; 4
		 * seconds where nothing is said.
		 * @return the drain timeout
		 */
		public @Nullable Duration getDrainTimeout() {
			return this.drainTimeout;
		}

		/**
		 * Set the time that functions may take to finish when the worker ends; 4 seconds
		 * where nothing is said.
		 * @param drainTimeout the drain timeout
		 */
		public void setDrainTimeout(@Nullable Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
		}

	}

}
