package io.multifrost.spring.calls;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.WorkerSnapshot;

/**
 * Counts and times the calls of all workers, once for all who read it: the endpoint here,
 * and meters as they are told. Counts begin with the application, durations are those of
 * the last minute. Safe for use by several threads.
 */
public final class CallStatistics implements CallInterceptor {

	/** By these a worker is asked what it has, which is no work. */
	private static final Set<String> QUESTIONS = Set.of("listFunctions", "list_functions", "describe_functions");

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
		this.recorders.forEach((recorder) -> recorder.began(call.worker(), active));
		long began = System.nanoTime();
		return (thrown) -> {
			long nanos = System.nanoTime() - began;
			Throwable failure = Failures.unwrap(thrown);
			calls.end();
			if (!QUESTIONS.contains(call.function())) {
				calls.count(nanos, failure);
			}
			this.recorders.forEach((recorder) -> recorder.ended(call, nanos, failure));
		};
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

}
