package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a spawned worker that was lost is started again.
 */
public final class RestartProperties {

	/**
	 * Number of attempts within the window before the worker is given up.
	 */
	private @Nullable Integer maxAttempts;

	/**
	 * Time within which attempts count.
	 */
	private @Nullable Duration window;

	/**
	 * Time before the first attempt, doubled with each that follows.
	 */
	private @Nullable Duration initialBackoff;

	/**
	 * Longest time before an attempt.
	 */
	private @Nullable Duration maxBackoff;

	/**
	 * Share of the time before an attempt, from 0 to 1, which chance takes off.
	 */
	private @Nullable Double jitter;

	/**
	 * Time that a worker has to run for its earlier attempts to be forgiven.
	 */
	private @Nullable Duration stableUptime;

	/**
	 * Return the number of attempts within the window before the worker is given up.
	 * @return the max attempts, or {@code null} where nothing is said
	 */
	public @Nullable Integer getMaxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Set the number of attempts within the window before the worker is given up.
	 * @param maxAttempts the max attempts, or {@code null} to say nothing
	 */
	public void setMaxAttempts(@Nullable Integer maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	/**
	 * Return the time within which attempts count.
	 * @return the window, or {@code null} where nothing is said
	 */
	public @Nullable Duration getWindow() {
		return this.window;
	}

	/**
	 * Set the time within which attempts count.
	 * @param window the window, or {@code null} to say nothing
	 */
	public void setWindow(@Nullable Duration window) {
		this.window = window;
	}

	/**
	 * Return the time before the first attempt, doubled with each that follows.
	 * @return the initial backoff, or {@code null} where nothing is said
	 */
	public @Nullable Duration getInitialBackoff() {
		return this.initialBackoff;
	}

	/**
	 * Set the time before the first attempt, doubled with each that follows.
	 * @param initialBackoff the initial backoff, or {@code null} to say nothing
	 */
	public void setInitialBackoff(@Nullable Duration initialBackoff) {
		this.initialBackoff = initialBackoff;
	}

	/**
	 * Return the longest time before an attempt.
	 * @return the max backoff, or {@code null} where nothing is said
	 */
	public @Nullable Duration getMaxBackoff() {
		return this.maxBackoff;
	}

	/**
	 * Set the longest time before an attempt.
	 * @param maxBackoff the max backoff, or {@code null} to say nothing
	 */
	public void setMaxBackoff(@Nullable Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
	}

	/**
	 * Return the share of the time before an attempt, from 0 to 1, which chance takes
	 * off.
	 * @return the jitter, or {@code null} where nothing is said
	 */
	public @Nullable Double getJitter() {
		return this.jitter;
	}

	/**
	 * Set the share of the time before an attempt, from 0 to 1, which chance takes off.
	 * @param jitter the jitter, or {@code null} to say nothing
	 */
	public void setJitter(@Nullable Double jitter) {
		this.jitter = jitter;
	}

	/**
	 * Return the time that a worker has to run for its earlier attempts to be forgiven.
	 * @return the stable uptime, or {@code null} where nothing is said
	 */
	public @Nullable Duration getStableUptime() {
		return this.stableUptime;
	}

	/**
	 * Set the time that a worker has to run for its earlier attempts to be forgiven.
	 * @param stableUptime the stable uptime, or {@code null} to say nothing
	 */
	public void setStableUptime(@Nullable Duration stableUptime) {
		this.stableUptime = stableUptime;
	}

}
