package io.multifrost.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;

/**
 * The names of all meters, the one place in the code where they stand. What they mean is
 * in {@code docs/metrics.md}.
 */
enum MeterName {

	/** Calls of this application to its workers. */
	CLIENT_CALLS("multifrost.client.calls", "Calls to workers"),

	/** How many calls wait for an answer. */
	CLIENT_IN_FLIGHT("multifrost.client.in.flight", "Calls that wait for an answer"),

	/** The most calls at once of late. */
	CLIENT_IN_FLIGHT_MAX("multifrost.client.in.flight.max", "Most calls at once during the last minutes"),

	/** What waits to be sent. */
	CLIENT_QUEUE("multifrost.client.queue", "Messages that wait to be sent"),

	/** The most that has waited to be sent. */
	CLIENT_QUEUE_MAX("multifrost.client.queue.max", "Most messages that have waited for one instance at once"),

	/** What was sent to a worker. */
	CLIENT_SENT("multifrost.client.sent", "Size of the messages to the worker"),

	/** What has come from a worker. */
	CLIENT_RECEIVED("multifrost.client.received", "Size of the messages from the worker"),

	/** What was dropped. */
	CLIENT_DROPPED("multifrost.client.dropped", "Messages that concerned nobody"),

	/** Round trips of heartbeats. */
	HEARTBEAT_ROUND_TRIP("multifrost.heartbeat.round.trip", "Round trips of heartbeats"),

	/** Heartbeats that were not answered. */
	HEARTBEAT_MISSED("multifrost.heartbeat.missed", "Heartbeats that were not answered in time"),

	/** Restarts of a worker. */
	WORKER_RESTARTS("multifrost.worker.restarts", "Restarts and new connections of instances"),

	/** The state of a worker. */
	WORKER_STATE("multifrost.worker.state", "1 for the state that the worker is in, else 0"),

	/** The instances of a worker that run. */
	WORKER_INSTANCES("multifrost.worker.instances", "Instances that run"),

	/** The state of a breaker. */
	BREAKER_STATE("multifrost.circuit.breaker.state", "1 for the state that the circuit breaker is in, else 0"),

	/** Changes of a breaker's state. */
	BREAKER_TRANSITIONS("multifrost.circuit.breaker.transitions", "Changes of the circuit breaker's state"),

	/** Calls that this application serves. */
	SERVER_CALLS("multifrost.server.calls", "Calls of functions of this application"),

	/** Functions that run. */
	SERVER_ACTIVE("multifrost.server.active", "Functions that run");

	private final String id;

	private final String description;

	MeterName(String id, String description) {
		this.id = id;
		this.description = description;
	}

	/**
	 * Return the name of the meter.
	 */
	String id() {
		return this.id;
	}

	String description() {
		return this.description;
	}

	<T> Gauge.Builder<T> gauge(T source, ToDoubleFunction<T> value) {
		return Gauge.builder(this.id, source, value).description(this.description);
	}

	<T> FunctionCounter.Builder<T> counter(T source, ToDoubleFunction<T> value) {
		return FunctionCounter.builder(this.id, source, value).description(this.description);
	}

}
