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
import io.multifrost.spring.circuitbreaker.CircuitBreakerTransition;

/**
 * Makes events of what workers and their circuit breakers tell.
 */
public final class WorkerEventListener implements ParentWorkerListener {

	private static final String ERROR = "error";

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
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("state", to.name());
		switch (to) {
			case RUNNING -> started(worker, from == WorkerState.RECOVERING, fields);
			case STOPPED -> stopped(worker, from, fields);
			case FAILED -> {
				putError(fields, cause);
				publish(EventName.WORKER_STOP, Level.ERROR, worker,
						"The worker has failed" + ((cause != null) ? ": " + fields.get(ERROR) : ""), fields);
			}
			// What leads to these is an event by itself.
			case STARTING, RECOVERING -> this.notRunning.put(worker, System.nanoTime());
			case NEW, STOPPING -> {
			}
		}
	}

	/**
	 * Say nothing where the worker was never started, or its end was told when it failed.
	 */
	private void stopped(String worker, WorkerState from, Map<String, Object> fields) {
		if (from == WorkerState.STOPPING) {
			publish(EventName.WORKER_STOP, worker, "The worker was stopped", fields);
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
		publish(EventName.PROCESS_SPAWN, instance.worker(), "Process " + instance.pid() + " was started",
				fields(instance));
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
		publish(first ? EventName.SOCKET_CONNECT : EventName.SOCKET_RECONNECT, instance.worker(),
				first ? "Connected" : "Connected again", fields(instance));
	}

	@Override
	public void onDisconnect(WorkerInstance instance) {
		publish(EventName.SOCKET_DISCONNECT, instance.worker(), "The connection has ended", fields(instance));
	}

	@Override
	public void onRestart(WorkerInstance instance, int attempt, Duration delay, Throwable cause) {
		Map<String, Object> fields = fields(instance);
		fields.put("attempt", attempt);
		fields.put("delay_ms", delay.toMillis());
		putError(fields, cause);
		publish(EventName.WORKER_RESTART, instance.worker(),
				fields.get(ERROR) + "; attempt " + attempt + " to get it back follows in " + delay.toMillis() + " ms",
				fields);
	}

	@Override
	public void onHeartbeatSent(WorkerInstance instance) {
		publish(EventName.HEARTBEAT_SENT, instance.worker(), "A heartbeat was sent", fields(instance));
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		Map<String, Object> fields = fields(instance);
		fields.put("round_trip_ms", roundTrip.toNanos() / 1e6);
		publish(EventName.HEARTBEAT_RECEIVED, instance.worker(), "A heartbeat was answered", fields);
	}

	@Override
	public void onHeartbeatMissed(WorkerInstance instance, int misses) {
		Map<String, Object> fields = fields(instance);
		fields.put("misses", misses);
		publish(EventName.HEARTBEAT_MISSED, instance.worker(),
				"A heartbeat was not answered, the " + misses + ". in a row", fields);
	}

	@Override
	public void onUnresponsive(WorkerInstance instance) {
		publish(EventName.HEARTBEAT_TIMEOUT, instance.worker(), "The worker no longer answers heartbeats",
				fields(instance));
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
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("state", transition.to());
			publish(name, transition.worker(),
					"The circuit breaker went from " + transition.from() + " to " + transition.to(), fields);
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

	/**
	 * The first line alone: what follows can be a command line, which may hold secrets.
	 */
	private static void putError(Map<String, Object> fields, @Nullable Throwable cause) {
		if (cause != null) {
			String message = cause.getMessage();
			fields.put(ERROR, (message != null) ? message.lines().findFirst().orElse("") : cause.getClass().getName());
		}
	}

	private void publish(EventName name, String worker, String message, Map<String, Object> fields) {
		publish(name, name.level(), worker, message, fields);
	}

	private void publish(EventName name, Level level, String worker, String message, Map<String, Object> fields) {
		this.events.accept(new WorkerEvent(Instant.now(), name, level, worker, message, fields));
	}

}
