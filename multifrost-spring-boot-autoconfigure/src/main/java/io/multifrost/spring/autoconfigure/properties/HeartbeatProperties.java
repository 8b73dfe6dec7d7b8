package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How it is found out that a worker no longer answers.
 */
public final class HeartbeatProperties {

	/**
	 * Time between two heartbeats; zero sends none.
	 */
	private @Nullable Duration interval;

	/**
	 * Time that the answer to a heartbeat may take.
	 */
	private @Nullable Duration timeout;

	/**
	 * Number of answers in a row that may be missing before the worker counts as
	 * unresponsive.
	 */
	private @Nullable Integer maxMisses;

	/**
	 * Return the time between two heartbeats; zero sends none.
	 * @return the interval
	 */
	public @Nullable Duration getInterval() {
		return this.interval;
	}

	/**
	 * Set the time between two heartbeats; zero sends none.
	 * @param interval the interval
	 */
	public void setInterval(@Nullable Duration interval) {
		this.interval = interval;
	}

	/**
	 * Return the time that the answer to a heartbeat may take.
	 * @return the timeout
	 */
	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	/**
	 * Set the time that the answer to a heartbeat may take.
	 * @param timeout the timeout
	 */
	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Return the number of answers in a row that may be missing before the worker counts
	 * as unresponsive.
	 * @return the max misses
	 */
	public @Nullable Integer getMaxMisses() {
		return this.maxMisses;
	}

	/**
	 * Set the number of answers in a row that may be missing before the worker counts as
	 * unresponsive.
	 * @param maxMisses the max misses
	 */
	public void setMaxMisses(@Nullable Integer maxMisses) {
		this.maxMisses = maxMisses;
	}

}
