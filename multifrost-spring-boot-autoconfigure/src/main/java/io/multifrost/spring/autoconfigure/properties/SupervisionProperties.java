package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;

/**
 * Properties of how the processes of a worker are kept running.
 */
public abstract class SupervisionProperties {

	/**
	 * Whether a spawned worker that dies, or no longer answers, is started again.
	 */
	private @Nullable Boolean autoRestart;

	/**
	 * What happens to calls while a lost worker is restarted or looked for: they fail, or
	 * wait as long as their own timeout and recovery-wait allow.
	 */
	private @Nullable WhileRestarting whileRestarting;

	/**
	 * Time that a call waits for a worker that was lost, before it fails; zero means not
	 * at all, unless while-restarting is wait.
	 */
	private @Nullable Duration recoveryWait;

	/**
	 * Number of processes of a worker, or of connections to a service.
	 */
	private @Nullable Integer instances;

	/**
	 * Number of calls after which a process is replaced by a fresh one; zero means any
	 * number.
	 */
	private @Nullable Long maxCalls;

	/**
	 * Age at which a process is replaced by a fresh one; zero means any age.
	 */
	private @Nullable Duration maxAge;

	/**
	 * Time that a process that was replaced may take to finish its calls, before it is
	 * stopped.
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * How often and how soon a lost worker is started again.
	 */
	@NestedConfigurationProperty
	private final RestartProperties restart = new RestartProperties();

	/**
	 * Return whether a spawned worker that dies, or no longer answers, is started again.
	 * @return the auto restart, or {@code null} where nothing is said
	 */
	public @Nullable Boolean getAutoRestart() {
		return this.autoRestart;
	}

	/**
	 * Set whether a spawned worker that dies, or no longer answers, is started again.
	 * @param autoRestart the auto restart, or {@code null} to say nothing
	 */
	public void setAutoRestart(@Nullable Boolean autoRestart) {
		this.autoRestart = autoRestart;
	}

	/**
	 * Return what happens to calls while a lost worker is restarted or looked for: they
	 * fail, or wait as long as their own timeout and recovery-wait allow.
	 * @return the while restarting, or {@code null} where nothing is said
	 */
	public @Nullable WhileRestarting getWhileRestarting() {
		return this.whileRestarting;
	}

	/**
	 * Set what happens to calls while a lost worker is restarted or looked for: they
	 * fail, or wait as long as their own timeout and recovery-wait allow.
	 * @param whileRestarting the while restarting, or {@code null} to say nothing
	 */
	public void setWhileRestarting(@Nullable WhileRestarting whileRestarting) {
		this.whileRestarting = whileRestarting;
	}

	/**
	 * Return the time that a call waits for a worker that was lost, before it fails.
	 * @return the recovery wait, or {@code null} where nothing is said
	 */
	public @Nullable Duration getRecoveryWait() {
		return this.recoveryWait;
	}

	/**
	 * Set the time that a call waits for a worker that was lost, before it fails.
	 * @param recoveryWait the recovery wait, or {@code null} to say nothing
	 */
	public void setRecoveryWait(@Nullable Duration recoveryWait) {
		this.recoveryWait = recoveryWait;
	}

	/**
	 * Return the number of processes of a worker, or of connections to a service.
	 * @return the instances, or {@code null} where nothing is said
	 */
	public @Nullable Integer getInstances() {
		return this.instances;
	}

	/**
	 * Set the number of processes of a worker, or of connections to a service.
	 * @param instances the instances, or {@code null} to say nothing
	 */
	public void setInstances(@Nullable Integer instances) {
		this.instances = instances;
	}

	/**
	 * Return the number of calls after which a process is replaced by a fresh one.
	 * @return the max calls, or {@code null} where nothing is said
	 */
	public @Nullable Long getMaxCalls() {
		return this.maxCalls;
	}

	/**
	 * Set the number of calls after which a process is replaced by a fresh one.
	 * @param maxCalls the max calls, or {@code null} to say nothing
	 */
	public void setMaxCalls(@Nullable Long maxCalls) {
		this.maxCalls = maxCalls;
	}

	/**
	 * Return the age at which a process is replaced by a fresh one.
	 * @return the max age, or {@code null} where nothing is said
	 */
	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	/**
	 * Set the age at which a process is replaced by a fresh one.
	 * @param maxAge the max age, or {@code null} to say nothing
	 */
	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

	/**
	 * Return the time that a process that was replaced may take to finish its calls,
	 * before it is stopped.
	 * @return the drain timeout, or {@code null} where nothing is said
	 */
	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	/**
	 * Set the time that a process that was replaced may take to finish its calls, before
	 * it is stopped.
	 * @param drainTimeout the drain timeout, or {@code null} to say nothing
	 */
	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	/**
	 * Return how often and how soon a lost worker is started again.
	 * @return the properties
	 */
	public RestartProperties getRestart() {
		return this.restart;
	}

}
