package io.multifrost.spring.endpoint;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What is counted of the calls of one worker.
 */
final class WorkerCalls {

	private final LongAdder succeeded = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final Map<Class<?>, LongAdder> failures = new ConcurrentHashMap<>();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger maxInFlight = new AtomicInteger();

	private final LatencyWindow latency = new LatencyWindow(System::nanoTime);

	/**
	 * A call begins.
	 * @return the time, for its end
	 */
	long begin() {
		int now = this.inFlight.incrementAndGet();
		if (now > this.maxInFlight.get()) {
			this.maxInFlight.accumulateAndGet(now, Math::max);
		}
		return System.nanoTime();
	}

	void end(long began, @Nullable Throwable failure) {
		this.latency.record(System.nanoTime() - began);
		this.inFlight.decrementAndGet();
		if (failure == null) {
			this.succeeded.increment();
		}
		else {
			this.failed.increment();
			this.failures.computeIfAbsent(failure.getClass(), (type) -> new LongAdder()).increment();
		}
	}

	CallsDescriptor describe() {
		long succeeded = this.succeeded.sum();
		long failed = this.failed.sum();
		Map<String, Long> failures = new TreeMap<>();
		this.failures.forEach((type, count) -> failures.merge(type.getSimpleName(), count.sum(), Long::sum));
		long ended = succeeded + failed;
		return new CallsDescriptor(ended, succeeded, failed, (ended > 0) ? (double) failed / ended : 0, failures,
				this.inFlight.get(), this.maxInFlight.get(), this.latency.describe());
	}

}
