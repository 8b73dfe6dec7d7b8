package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

import io.multifrost.ProtocolVersion;

/**
 * Properties that a worker may have of its own, or share with all others as their
 * defaults.
 */
public class ParentDefaults extends SupervisionProperties {

	/**
	 * Whether the worker is started together with the application, unless a test has
	 * replaced all clients that call it.
	 */
	private @Nullable Boolean autoStartup;

	/**
	 * Version of the wire protocol in which calls are sent.
	 */
	private @Nullable ProtocolVersion protocol;

	/**
	 * Namespace in which functions are called.
	 */
	private @Nullable String namespace;

	/**
	 * Name that calls carry for the worker to see.
	 */
	private @Nullable String clientName;

	/**
	 * Time that a call may take; zero means without limit.
	 */
	private @Nullable Duration callTimeout;

	/**
	 * Time that a worker may take from its start to its first answer.
	 */
	private @Nullable Duration startTimeout;

	/**
	 * Time that a worker may take to finish what runs when it is stopped, before it is
	 * terminated.
	 */
	private @Nullable Duration stopTimeout;

	/**
	 * Number of calls that may wait for an answer at once; a call beyond that is refused.
	 */
	private @Nullable Integer maxInFlight;

	/**
	 * Size of the messages that may wait to be sent to a worker that does not read; a
	 * call beyond that is refused.
	 */
	private @Nullable DataSize maxQueueSize;

	/**
	 * How it is found out that a worker no longer answers.
	 */
	@NestedConfigurationProperty
	private final HeartbeatProperties heartbeat = new HeartbeatProperties();

	/**
	 * When calls of a worker that fails are refused without being sent.
	 */
	@NestedConfigurationProperty
	private final CircuitBreakerProperties circuitBreaker = new CircuitBreakerProperties();

	/**
	 * Limits of what messages may hold.
	 */
	@NestedConfigurationProperty
	private final LimitProperties limits = new LimitProperties();

	/**
	 * Return whether the worker is started together with the application, unless a test
	 * has replaced all clients that call it.
	 * @return the auto startup, or {@code null} where nothing is said
	 */
	public @Nullable Boolean getAutoStartup() {
		return this.autoStartup;
	}

	/**
	 * Set whether the worker is started together with the application.
	 * @param autoStartup the auto startup, or {@code null} to say nothing
	 */
	public void setAutoStartup(@Nullable Boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	/**
	 * Return the version of the wire protocol in which calls are sent.
	 * @return the protocol
	 */
	public @Nullable ProtocolVersion getProtocol() {
		return this.protocol;
	}

	/**
	 * Set the version of the wire protocol in which calls are sent.
	 * @param protocol the protocol
	 */
	public void setProtocol(@Nullable ProtocolVersion protocol) {
		this.protocol = protocol;
	}

	/**
	 * Return the namespace in which functions are called.
	 * @return the namespace
	 */
	public @Nullable String getNamespace() {
		return this.namespace;
	}

	/**
	 * Set the namespace in which functions are called.
	 * @param namespace the namespace
	 */
	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Return the name that calls carry for the worker to see.
	 * @return the client name
	 */
	public @Nullable String getClientName() {
		return this.clientName;
	}

	/**
	 * Set the name that calls carry for the worker to see.
	 * @param clientName the client name
	 */
	public void setClientName(@Nullable String clientName) {
		this.clientName = clientName;
	}

	/**
	 * Return the time that a call may take; zero means without limit.
	 * @return the call timeout
	 */
	public @Nullable Duration getCallTimeout() {
		return this.callTimeout;
	}

	/**
	 * Set the time that a call may take; zero means without limit.
	 * @param callTimeout the call timeout
	 */
	public void setCallTimeout(@Nullable Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	/**
	 * Return the time that a worker may take from its start to its first answer.
	 * @return the start timeout
	 */
	public @Nullable Duration getStartTimeout() {
		return this.startTimeout;
	}

	/**
	 * Set the time that a worker may take from its start to its first answer.
	 * @param startTimeout the start timeout
	 */
	public void setStartTimeout(@Nullable Duration startTimeout) {
		this.startTimeout = startTimeout;
	}

	/**
	 * Return the time that a worker may take to finish what runs when it is stopped,
	 * before it is terminated.
	 * @return the stop timeout
	 */
	public @Nullable Duration getStopTimeout() {
		return this.stopTimeout;
	}

	/**
	 * Set the time that a worker may take to finish what runs when it is stopped, before
	 * it is terminated.
	 * @param stopTimeout the stop timeout
	 */
	public void setStopTimeout(@Nullable Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
	}

	/**
	 * Return the number of calls that may wait for an answer at once; a call beyond that
	 * is refused.
	 * @return the max in flight
	 */
	public @Nullable Integer getMaxInFlight() {
		return this.maxInFlight;
	}

	/**
	 * Set the number of calls that may wait for an answer at once; a call beyond that is
	 * refused.
	 * @param maxInFlight the max in flight
	 */
	public void setMaxInFlight(@Nullable Integer maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	/**
	 * Return the size of the messages that may wait to be sent to a worker that does not
	 * read; a call beyond that is refused.
	 * @return the max queue size
	 */
	public @Nullable DataSize getMaxQueueSize() {
		return this.maxQueueSize;
	}

	/**
	 * Set the size of the messages that may wait to be sent to a worker that does not
	 * read; a call beyond that is refused.
	 * @param maxQueueSize the max queue size
	 */
	public void setMaxQueueSize(@Nullable DataSize maxQueueSize) {
		this.maxQueueSize = maxQueueSize;
	}

	/**
	 * Return how it is found out that a worker no longer answers.
	 * @return the heartbeat
	 */
	public HeartbeatProperties getHeartbeat() {
		return this.heartbeat;
	}

	/**
	 * Return when calls of a worker that fails are refused without being sent.
	 * @return the circuit breaker
	 */
	public CircuitBreakerProperties getCircuitBreaker() {
		return this.circuitBreaker;
	}

	/**
	 * Return the limits of what messages may hold.
	 * @return the limits
	 */
	public LimitProperties getLimits() {
		return this.limits;
	}

}
