package io.multifrost.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The names of all meters with their units, the one place in the code where they stand.
 * What they mean is in {@code docs/metrics.md}.
 */
enum MeterName {

	/** Calls of this application to its workers. */
	CLIENT_CALLS("multifrost.client.calls", "Calls to workers", null),

	/** How many calls wait for an answer. */
	CLIENT_IN_FLIGHT("multifrost.client.in.flight", "Calls that wait for an answer", "calls"),

	/** The most calls at once of late. */
	CLIENT_IN_FLIGHT_MAX("multifrost.client.in.flight.max", "Most calls at once during the last minutes", "calls"),

	/** Streams that are open. */
	CLIENT_STREAMS("multifrost.client.streams", "Calls that wait for further items", "streams"),

	/** Items of streams. */
	CLIENT_ITEMS("multifrost.client.items", "Items of streams that have come", "items"),

	/** How long the first item of a stream takes. */
	CLIENT_FIRST_ITEM("multifrost.client.first.item", "Time from the call to the first item of a stream", null),

	/** What waits to be sent. */
	CLIENT_QUEUE("multifrost.client.queue", "Messages that wait to be sent", "messages"),

	/** The most that has waited to be sent. */
	CLIENT_QUEUE_MAX("multifrost.client.queue.max", "Most messages that have waited for one instance at once",
			"messages"),

	/** What was sent to a worker. */
	CLIENT_SENT("multifrost.client.sent", "Size of the messages to the worker", "bytes"),

	/** What has come from a worker. */
	CLIENT_RECEIVED("multifrost.client.received", "Size of the messages from the worker", "bytes"),

	/** What was dropped. */
	CLIENT_DROPPED("multifrost.client.dropped", "Messages that concerned nobody", "messages"),

	/** Round trips of heartbeats. */
	HEARTBEAT_ROUND_TRIP("multifrost.heartbeat.round.trip", "Round trips of heartbeats", null),

	/** Heartbeats that were not answered. */
	HEARTBEAT_MISSED("multifrost.heartbeat.missed", "Heartbeats that were not answered in time", "heartbeats"),

	/** Restarts of a worker. */
	WORKER_RESTARTS("multifrost.worker.restarts", "Restarts and new connections of instances", "restarts"),

	/** The state of a worker. */
	WORKER_STATE("multifrost.worker.state", "1 for the state that the worker is in, else 0", null),

	/** The instances of a worker that run. */
	WORKER_INSTANCES("multifrost.worker.instances", "Instances that run", "instances"),

	/** Whether an instance of a worker runs. */
	INSTANCE_RUNNING("multifrost.instance.running", "1 for an instance that runs, else 0", null),

	/** How many calls wait for an answer of one instance. */
	INSTANCE_IN_FLIGHT("multifrost.instance.in.flight", "Calls that wait for an answer of the instance", "calls"),

	/** What was sent to one instance. */
	INSTANCE_CALLS("multifrost.instance.calls", "Calls that were sent to the instance", "calls"),

	/** The state of a breaker. */
	BREAKER_STATE("multifrost.circuit.breaker.state", "1 for the state that the circuit breaker is in, else 0", null),

	/** Changes of a breaker's state. */
	BREAKER_TRANSITIONS("multifrost.circuit.breaker.transitions", "Changes of the circuit breaker's state", null),

	/** Calls that this application serves. */
	SERVER_CALLS("multifrost.server.calls", "Calls of functions of this application", null),

	/** Functions that run. */
	SERVER_ACTIVE("multifrost.server.active", "Functions that run", "calls");

	private final String id;

	private final String description;

	private final @Nullable String unit;

	MeterName(String id, String description, @Nullable String unit) {
		this.id = id;
		this.description = description;
		this.unit = unit;
	}

	Timer timer(MeterRegistry registry, Tags tags) {
		return Timer.builder(this.id).description(this.description).tags(tags).register(registry);
	}

	Counter counter(MeterRegistry registry, String... tags) {
		return Counter.builder(this.id).description(this.description).tags(tags).register(registry);
	}

	<T> void counter(MeterRegistry registry, T source, ToDoubleFunction<T> value, String... tags) {
		counter(registry, source, value, Tags.of(tags));
	}

	<T> Meter counter(MeterRegistry registry, T source, ToDoubleFunction<T> value, Tags tags) {
		return FunctionCounter.builder(this.id, source, value)
			.description(this.description)
			.baseUnit(this.unit)
			.tags(tags)
			.register(registry);
	}

	<T> void gauge(MeterRegistry registry, T source, ToDoubleFunction<T> value, String... tags) {
		gauge(registry, source, value, Tags.of(tags));
	}

	<T> Meter gauge(MeterRegistry registry, T source, ToDoubleFunction<T> value, Tags tags) {
		return Gauge.builder(this.id, source, value)
			.description(this.description)
			.baseUnit(this.unit)
			.tags(tags)
			.register(registry);
	}

}
