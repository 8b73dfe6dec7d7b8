package io.multifrost.spring.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.ReceivedItems;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.spring.ParentWorkersListener;
import io.multifrost.spring.calls.CallOutcome;
import io.multifrost.spring.calls.CallRecorder;
import io.multifrost.spring.metrics.CallTimers.FunctionTimers;

/**
 * The meters of calls to workers, from what is measured for all, and of their heartbeats.
 */
public final class ClientMetrics implements CallRecorder, ParentWorkerListener, ParentWorkersListener {

	private static final long WINDOW_STEP_MILLIS = 60_000;

	private static final int WINDOW_STEPS = 3;

	private final MeterRegistry registry;

	private final Map<String, Worker> workers = new ConcurrentHashMap<>();

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 */
	public ClientMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void began(OutgoingCall call, int active) {
		Worker worker = of(call.worker());
		worker.mostActive().record(active);
		ReceivedItems items = call.items();
		if (items != null) {
			worker.streams().incrementAndGet();
			worker.timers().of(call.namespace(), call.function()).streams().began(items);
		}
	}

	@Override
	public void ended(OutgoingCall call, long nanos, @Nullable Throwable failure) {
		Worker worker = of(call.worker());
		FunctionTimers function = worker.timers().of(call.namespace(), call.function());
		function.of(failure).record(nanos, TimeUnit.NANOSECONDS);
		ReceivedItems items = call.items();
		if (items != null) {
			worker.streams().decrementAndGet();
			function.streams().ended(items);
		}
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		of(instance.worker()).heartbeats().record(roundTrip);
	}

	/**
	 * Forget the meters, which are removed from the registry with all others of the
	 * worker.
	 */
	@Override
	public void onRemoved(ParentWorker worker) {
		this.workers.remove(worker.name());
	}

	private Worker of(String name) {
		Worker worker = this.workers.get(name);
		return (worker != null) ? worker : this.workers.computeIfAbsent(name, this::register);
	}

	private Worker register(String name) {
		Tags tags = Tags.of("worker", name);
		TimeWindowMax mostActive = new TimeWindowMax(this.registry.config().clock(), WINDOW_STEP_MILLIS, WINDOW_STEPS);
		MeterName.CLIENT_IN_FLIGHT_MAX.gauge(this.registry, mostActive, TimeWindowMax::poll, "worker", name);
		AtomicInteger streams = new AtomicInteger();
		MeterName.CLIENT_STREAMS.gauge(this.registry, streams, AtomicInteger::get, "worker", name);
		CallTimers timers = new CallTimers(this.registry, MeterName.CLIENT_CALLS, tags,
				(failure) -> CallOutcome.of(failure).name());
		return new Worker(timers, mostActive, streams, MeterName.HEARTBEAT_ROUND_TRIP.timer(this.registry, tags));
	}

	/**
	 * The meters of one worker.
	 *
	 * @param timers time its calls
	 * @param mostActive the most calls at once of late
	 * @param streams how many of its streams are open
	 * @param heartbeats times the round trips of its heartbeats
	 */
	private record Worker(CallTimers timers, TimeWindowMax mostActive, AtomicInteger streams, Timer heartbeats) {
	}

}
