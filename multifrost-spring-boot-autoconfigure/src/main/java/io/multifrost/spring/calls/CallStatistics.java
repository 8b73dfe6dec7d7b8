package io.multifrost.spring.calls;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.OwnFunctions;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ReceivedItems;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.spring.ParentWorkersListener;
import io.multifrost.spring.calls.OpenStreams.OpenStream;

/**
 * Counts and times the calls of all workers, once for all who read it: the endpoint here,
 * and meters as they are told. Counts begin with the application, durations are those of
 * the last minute. Safe for use by several threads.
 */
public final class CallStatistics implements CallInterceptor, ParentWorkersListener {

	private final Map<String, WorkerCalls> workers = new ConcurrentHashMap<>();

	private final List<CallRecorder> recorders;

	/**
	 * Create statistics.
	 * @param recorders are told what was measured
	 */
	public CallStatistics(List<CallRecorder> recorders) {
		this.recorders = recorders;
	}

	@Override
	public Completion before(OutgoingCall call) {
		WorkerCalls calls = of(call.worker());
		int active = calls.begin();
		this.recorders.forEach((recorder) -> recorder.began(call, active));
		long began = System.nanoTime();
		ReceivedItems items = call.items();
		OpenStream stream = (items != null) ? new OpenStream(call.function(), items, began) : null;
		if (stream != null) {
			calls.streams.add(stream);
		}
		return (thrown) -> {
			long nanos = System.nanoTime() - began;
			Throwable failure = Failures.unwrap(thrown);
			calls.end();
			if (stream != null) {
				calls.streams.remove(stream);
			}
			if (!OwnFunctions.isOne(call.function())) {
				calls.count(nanos, failure);
			}
			this.recorders.forEach((recorder) -> recorder.ended(call, nanos, failure));
		};
	}

	@Override
	public void onRemoved(ParentWorker worker) {
		this.workers.remove(worker.name());
	}

	private WorkerCalls of(String worker) {
		WorkerCalls calls = this.workers.get(worker);
		return (calls != null) ? calls : this.workers.computeIfAbsent(worker, (name) -> new WorkerCalls());
	}

	/**
	 * Describe the calls of a worker.
	 * @param worker the worker at this moment
	 * @return its calls
	 */
	public CallsDescriptor describe(WorkerSnapshot worker) {
		return of(worker.name()).describe(worker.inFlight());
	}

	/**
	 * What is counted of the calls of one worker.
	 */
	private static final class WorkerCalls {

		private final LongAdder succeeded = new LongAdder();

		private final LongAdder failed = new LongAdder();

		private final Map<Class<?>, LongAdder> failures = new ConcurrentHashMap<>();

		private final AtomicInteger active = new AtomicInteger();

		private final AtomicInteger maxActive = new AtomicInteger();

		private final OpenStreams streams = new OpenStreams();

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
					inFlight, this.maxActive.get(), this.streams.count(), this.streams.describe(System.nanoTime()),
					this.latency.describe());
		}

	}

}
