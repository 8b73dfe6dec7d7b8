package io.multifrost.spring.metrics;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.spring.metrics.CallTimers.FunctionTimers;

/**
 * Times the calls to workers.
 */
public final class ClientMetrics implements CallInterceptor {

	private static final long WINDOW_STEP_MILLIS = 60_000;

	private static final int WINDOW_STEPS = 3;

	private final MeterRegistry registry;

	private final Map<String, Worker> workers = new ConcurrentHashMap<>();

	/**
	 * Create an interceptor.
	 * @param registry where the meters are registered
	 */
	public ClientMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Completion before(OutgoingCall call) {
		return begin(call.worker(), call.namespace(), call.function());
	}

	Completion begin(String name, String namespace, String function) {
		Worker worker = this.workers.get(name);
		if (worker == null) {
			worker = this.workers.computeIfAbsent(name, Worker::new);
		}
		return worker.begin(worker.timers.of(namespace, function));
	}

	/**
	 * The meters of one worker.
	 */
	private final class Worker {

		private final CallTimers timers;

		private final AtomicInteger active = new AtomicInteger();

		private final TimeWindowMax mostActive;

		Worker(String name) {
			Tags tags = Tags.of("worker", name);
			MeterRegistry registry = ClientMetrics.this.registry;
			this.timers = new CallTimers(registry, MeterName.CLIENT_CALLS, tags,
					(failure) -> CallOutcome.of(failure).name());
			this.mostActive = new TimeWindowMax(registry.config().clock(), WINDOW_STEP_MILLIS, WINDOW_STEPS);
			Gauge.builder(MeterName.CLIENT_IN_FLIGHT_MAX.id(), this.mostActive, TimeWindowMax::poll)
				.description(MeterName.CLIENT_IN_FLIGHT_MAX.description())
				.baseUnit("calls")
				.tags(tags)
				.register(registry);
		}

		Completion begin(FunctionTimers function) {
			this.mostActive.record(this.active.incrementAndGet());
			long began = System.nanoTime();
			return (failure) -> end(function, System.nanoTime() - began, failure);
		}

		private void end(FunctionTimers function, long nanos, @Nullable Throwable thrown) {
			this.active.decrementAndGet();
			Throwable failure = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
					: thrown;
			function.of(failure).record(nanos, TimeUnit.NANOSECONDS);
		}

	}

}
