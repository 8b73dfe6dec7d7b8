package io.multifrost.spring.endpoint;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * Counts and times the calls of all workers for the endpoint. Counts begin with the
 * application, durations are those of the last minute. Safe for use by several threads.
 */
public final class CallStatistics implements CallInterceptor {

	/** By these a worker is asked what it has, which is no work. */
	static final Set<String> LISTS = Set.of("listFunctions", "list_functions");

	private final Map<String, WorkerCalls> workers = new ConcurrentHashMap<>();

	@Override
	public Completion before(OutgoingCall call) {
		if (LISTS.contains(call.function())) {
			return Completion.NONE;
		}
		WorkerCalls calls = of(call.worker());
		long began = calls.begin();
		return (failure) -> calls.end(began, failure);
	}

	private WorkerCalls of(String worker) {
		WorkerCalls calls = this.workers.get(worker);
		return (calls != null) ? calls : this.workers.computeIfAbsent(worker, (name) -> new WorkerCalls());
	}

	/**
	 * Describe the calls of a worker.
	 * @param worker the name of the worker
	 */
	CallsDescriptor describe(String worker) {
		return of(worker).describe();
	}

}
