package io.multifrost.spring.calls;

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

	private final AtomicInteger active = new AtomicInteger();

	private final AtomicInteger maxActive = new AtomicInteger();

	private final LatencyWindow latency = new LatencyWindow(System::nanoTime);

	/**
	 * A call begins.
	 * @return how many run or wait now
	 */
	int begin() {
		int now = this.active.incrementAndGet();
		if (now > this.maxActive.get()) {
			this.maxActive.accumulateAndGet(now, Math::max);
		}
		return now;
	}

	void end() {
		this.active.decrementAndGet();
	}

	void count(long nanos, @Nullable Throwable failure) {
		this.latency.record(nanos);
		if (failure == null) {
			this.succeeded.increment();
		}
		else {
			this.failed.increment();
			this.failures.computeIfAbsent(failure.getClass(), (type) -> new LongAdder()).increment();
		}
	}

	CallsDescriptor describe(int inFlight) {
		long succeeded = this.succeeded.sum();
		long failed = this.failed.sum();
		Map<String, Long> failures = new TreeMap<>();
		this.failures.forEach((type, count) -> failures.merge(type.getSimpleName(), count.sum(), Long::sum));
		long ended = succeeded + failed;
		return new CallsDescriptor(ended, succeeded, failed, (ended > 0) ? (double) failed / ended : 0, failures,
				inFlight, this.maxActive.get(), this.latency.describe());
	}

}
