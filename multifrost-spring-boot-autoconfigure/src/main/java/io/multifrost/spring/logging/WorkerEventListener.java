package io.multifrost.spring.logging;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.calls.Failures;
import io.multifrost.spring.circuitbreaker.CircuitBreakerTransition;

/**
 * Makes events of what workers and their circuit breakers tell.
 */
public final class WorkerEventListener implements ParentWorkerListener {

	private final Consumer<WorkerEvent> events;

	private final Set<String> connectedBefore = ConcurrentHashMap.newKeySet();

	/** Since when a worker has not been running, by its name. */
	private final Map<String, Long> notRunning = new ConcurrentHashMap<>();

	/**
	 * Create a listener.
	 * @param events takes the events, on the thread of whoever tells
	 */
	public WorkerEventListener(Consumer<WorkerEvent> events) {
		this.events = events;
	}

	@Override
	public boolean isLog() {
		return this.events instanceof EventLog;
	}

	@Override
	public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
		Map<String, Object> fields = new LinkedHashMap<>(Map.of("state", to.name()));
		switch (to) {
			case RUNNING -> started(worker, from == WorkerState.RECOVERING, fields);
			case STOPPED -> {
				// Nothing where it was never started, or its end was told when it failed.
				if (from == WorkerState.STOPPING) {
					publish(EventName.WORKER_STOP, worker, "The worker was stopped", fields);
				}
			}
			case FAILED -> {
				String error = (cause != null) ? error(cause) : null;
				if (error != null) {
					fields.put("error", error);
				}
				publish(EventName.WORKER_STOP, Level.ERROR, worker,
						"The worker has failed" + ((error != null) ? ": " + error : ""), fields);
			}
			// What leads to these is an event by itself.
			case STARTING, RECOVERING -> this.notRunning.put(worker, System.nanoTime());
			case NEW, STOPPING -> {
			}
		}
	}

	private void started(String worker, boolean again, Map<String, Object> fields) {
		String message = again ? "The worker is running again" : "The worker is running";
		Long since = this.notRunning.remove(worker);
		if (since != null) {
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
			fields.put("duration_ms", millis);
			message += ", " + millis + " ms after " + (again ? "it was lost" : "its start");
		}
		publish(EventName.WORKER_START, worker, message, fields);
	}

	@Override
	public void onProcessStart(WorkerInstance instance) {
		publish(EventName.PROCESS_SPAWN, instance, "Process " + instance.pid() + " was started", Map.of());
	}

	@Override
	public void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
		Map<String, Object> fields = fields(instance);
		fields.put("exit_code", exitCode);
		fields.put("uptime_ms", uptime.toMillis());
		publish(EventName.PROCESS_EXIT, (exitCode != 0) ? Level.WARN : Level.INFO, instance.worker(),
				"Process " + instance.pid() + " has ended with exit code " + exitCode, fields);
	}

	@Override
	public void onConnect(WorkerInstance instance) {
		boolean first = this.connectedBefore.add(instance.worker() + "#" + instance.number());
		publish(first ? EventName.SOCKET_CONNECT : EventName.SOCKET_RECONNECT, instance,
				first ? "Connected" : "Connected again", Map.of());
	}

	@Override
	public void onDisconnect(WorkerInstance instance) {
		publish(EventName.SOCKET_DISCONNECT, instance, "The connection has ended", Map.of());
	}

	@Override
	public void onRestart(WorkerInstance instance, int attempt, Duration delay, Throwable cause) {
		Map<String, Object> fields = fields(instance);
		fields.put("attempt", attempt);
		fields.put("delay_ms", delay.toMillis());
		fields.put("error", error(cause));
		publish(EventName.WORKER_RESTART, instance.worker(),
				error(cause) + "; attempt " + attempt + " to get it back follows in " + delay.toMillis() + " ms",
				fields);
	}

	@Override
	public void onHeartbeatSent(WorkerInstance instance) {
		publish(EventName.HEARTBEAT_SENT, instance, "A heartbeat was sent", Map.of());
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		publish(EventName.HEARTBEAT_RECEIVED, instance, "A heartbeat was answered",
				Map.of("round_trip_ms", roundTrip.toNanos() / 1e6));
	}

	@Override
	public void onHeartbeatMissed(WorkerInstance instance, int misses) {
		publish(EventName.HEARTBEAT_MISSED, instance, "A heartbeat was not answered, the " + misses + ". in a row",
				Map.of("misses", misses));
	}

	@Override
	public void onUnresponsive(WorkerInstance instance) {
		publish(EventName.HEARTBEAT_TIMEOUT, instance, "The worker no longer answers heartbeats", Map.of());
	}

	/**
	 * Make an event of a circuit breaker's change of state.
	 * @param transition the change
	 */
	public void onTransition(CircuitBreakerTransition transition) {
		EventName name = switch (transition.to()) {
			case "OPEN", "FORCED_OPEN" -> EventName.CIRCUIT_OPEN;
			case "HALF_OPEN" -> EventName.CIRCUIT_HALF_OPEN;
			default -> EventName.CIRCUIT_CLOSE;
		};
		if (!transition.from().equals(transition.to())) {
			publish(name, transition.worker(),
					"The circuit breaker went from " + transition.from() + " to " + transition.to(),
					Map.of("state", transition.to()));
		}
	}

	private static Map<String, Object> fields(WorkerInstance instance) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("instance", instance.number());
		if (instance.pid() != null) {
			fields.put("pid", instance.pid());
		}
		if (instance.endpoint() != null) {
			fields.put("endpoint", instance.endpoint());
		}
		return fields;
	}

	private static String error(Throwable cause) {
		return Failures.firstLine(cause, cause.getClass().getName());
	}

	private void publish(EventName name, WorkerInstance instance, String message, Map<String, Object> more) {
		Map<String, Object> fields = fields(instance);
		fields.putAll(more);
		publish(name, instance.worker(), message, fields);
	}

	private void publish(EventName name, String worker, String message, Map<String, Object> fields) {
		publish(name, name.level(), worker, message, fields);
	}

	private void publish(EventName name, Level level, String worker, String message, Map<String, Object> fields) {
		this.events.accept(new WorkerEvent(Instant.now(), name, level, worker, message, fields));
	}

}
