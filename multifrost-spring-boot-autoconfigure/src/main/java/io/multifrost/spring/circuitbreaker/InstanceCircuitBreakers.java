package io.multifrost.spring.circuitbreaker;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import io.multifrost.RemoteCallException;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.spring.calls.Failures;

/**
 * A circuit breaker for each instance of a worker that come and go: one whose calls fail
 * in a row gets none for a time, while others do. Their names are
 * {@code multifrost-<worker>@tcp://host:port}.
 */
public final class InstanceCircuitBreakers implements CallInterceptor, ParentWorkerListener, Predicate<String> {

	private final String worker;

	private final String prefix;

	private final CircuitBreakerRegistry registry;

	private final CircuitBreakerSettings settings;

	/**
	 * Create the breakers of a worker, of which there is none yet.
	 * @param worker the name of the worker
	 * @param registry where they are kept as long as there is a connection to the
	 * instance
	 * @param settings what each of them does
	 */
	public InstanceCircuitBreakers(String worker, CircuitBreakerRegistry registry, CircuitBreakerSettings settings) {
		this.worker = worker;
		this.prefix = RegisteredCircuitBreakers.PREFIX + worker + "@";
		this.registry = registry;
		this.settings = settings;
	}

	/**
	 * Return whether an instance may be given a call.
	 */
	@Override
	public boolean test(String endpoint) {
		return breaker(endpoint).tryAcquirePermission();
	}

	/**
	 * Return the breaker of the worker as a whole, which opens where those of instances
	 * are open and calls fail all the same. It is to be told of calls before these are.
	 * @return the breaker
	 */
	public WorkerCircuitBreaker ofWorker() {
		return new WorkerCircuitBreaker(this.worker, this.registry, this.settings,
				(endpoint) -> breaker(endpoint).getState() == CircuitBreaker.State.OPEN);
	}

	private CircuitBreaker breaker(String endpoint) {
		String name = this.prefix + endpoint;
		return this.registry.find(name)
			.orElseGet(() -> this.registry.circuitBreaker(name, this.settings.toInstanceConfig()));
	}

	@Override
	public Completion before(OutgoingCall call) {
		long began = System.nanoTime();
		return (failure) -> {
			String endpoint = call.endpoint();
			if (endpoint != null) {
				ended(breaker(endpoint), Failures.unwrap(failure), System.nanoTime() - began);
			}
		};
	}

	private void ended(CircuitBreaker breaker, @Nullable Throwable failure, long nanos) {
		if (failure == null || (failure instanceof RemoteCallException && !this.settings.recordRemoteErrors())) {
			breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
		else if (WorkerCircuitBreaker.isFailure(failure)) {
			breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
		}
		else {
			breaker.releasePermission();
		}
	}

	/**
	 * Without a connection it gets no calls, and with another one it begins anew.
	 */
	@Override
	public void onDisconnect(WorkerInstance instance) {
		this.registry.remove(this.prefix + instance.endpoint());
	}

}
