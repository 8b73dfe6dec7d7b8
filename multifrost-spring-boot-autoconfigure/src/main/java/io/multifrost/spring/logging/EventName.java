package io.multifrost.spring.logging;

import org.slf4j.event.Level;

/**
 * The names of events, which stand in the log under the key {@code multifrost.event}, and
 * the levels at which they are logged: a system in which all is well says nothing but
 * that its workers start and stop.
 */
public enum EventName {

	/**
	 * A worker runs: it was started, or is back.
	 */
	WORKER_START(Level.INFO),

	/**
	 * A worker was stopped; an error if it has failed.
	 */
	WORKER_STOP(Level.INFO),

	/**
	 * An instance was lost, and is restarted or looked for again.
	 */
	WORKER_RESTART(Level.WARN),

	/**
	 * A call begins.
	 */
	REQUEST_START(Level.DEBUG),

	/**
	 * A call has succeeded.
	 */
	REQUEST_END(Level.DEBUG),

	/**
	 * A call was not answered in time.
	 */
	REQUEST_TIMEOUT(Level.WARN),

	/**
	 * A call has failed otherwise, as its caller is told.
	 */
	REQUEST_ERROR(Level.DEBUG),

	/**
	 * A circuit breaker refuses calls from now on.
	 */
	CIRCUIT_OPEN(Level.WARN),

	/**
	 * A circuit breaker lets all calls pass again.
	 */
	CIRCUIT_CLOSE(Level.INFO),

	/**
	 * A circuit breaker lets some calls pass, to see how they end.
	 */
	CIRCUIT_HALF_OPEN(Level.INFO),

	/**
	 * An instance has connected for the first time.
	 */
	SOCKET_CONNECT(Level.DEBUG),

	/**
	 * A connection has ended.
	 */
	SOCKET_DISCONNECT(Level.DEBUG),

	/**
	 * An instance has connected again.
	 */
	SOCKET_RECONNECT(Level.INFO),

	/**
	 * A process was started.
	 */
	PROCESS_SPAWN(Level.INFO),

	/**
	 * A process has ended; a warning if its exit code is not 0.
	 */
	PROCESS_EXIT(Level.INFO),

	/**
	 * A heartbeat was sent.
	 */
	HEARTBEAT_SENT(Level.TRACE),

	/**
	 * A heartbeat was answered.
	 */
	HEARTBEAT_RECEIVED(Level.TRACE),

	/**
	 * A heartbeat was not answered in time.
	 */
	HEARTBEAT_MISSED(Level.WARN),

	/**
	 * An instance has missed as many heartbeats as it may.
	 */
	HEARTBEAT_TIMEOUT(Level.ERROR);

	private final Level level;

	EventName(Level level) {
		this.level = level;
	}

	/**
	 * Return the level at which the event is logged, unless it is more serious than
	 * usual.
	 * @return the level
	 */
	public Level level() {
		return this.level;
	}

	/**
	 * Return the name in the log.
	 * @return for example {@code worker_start}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}

}
