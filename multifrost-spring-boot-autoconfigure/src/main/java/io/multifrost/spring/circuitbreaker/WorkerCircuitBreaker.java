package io.multifrost.spring.circuitbreaker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import io.multifrost.CallTimeoutException;
import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolException;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.ReceivedItems;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.calls.Failures;

/**
 * The circuit breaker of one worker: refuses calls after the worker has failed several
 * times, until one call, or an answered heartbeat, shows that it is back. Which outcomes
 * count is decided here; when the breaker opens and closes is its configuration's matter.
 */
public final class WorkerCircuitBreaker implements CallInterceptor, ParentWorkerListener {

	private final String worker;

	private final CircuitBreaker breaker;

	private final boolean recordRemoteErrors;

	private final Predicate<String> isOpen;

	/** The numbers of the instances that no longer answer heartbeats. */
	private final Set<Integer> unresponsive = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Throwable lastFailure;

	/**
	 * Create the breaker of a worker.
	 * @param worker the name of the worker
	 * @param registry where the breaker is looked up by the name of
	 * {@code multifrost-<worker>}, and added if there is none
	 * @param settings what a breaker that is added does
	 */
	public WorkerCircuitBreaker(String worker, CircuitBreakerRegistry registry, CircuitBreakerSettings settings) {
		this(worker, registry, settings, (endpoint) -> true);
	}

	/**
	 * Create the breaker of a worker whose instances have breakers of their own.
	 * @param worker the name of the worker
	 * @param registry where the breaker is looked up
	 * @param settings what a breaker that is added does
	 * @param isOpen says whether the breaker of the instance at an address is open; while
	 * it is not, what fails there does not concern the others
	 */
	WorkerCircuitBreaker(String worker, CircuitBreakerRegistry registry, CircuitBreakerSettings settings,
			Predicate<String> isOpen) {
		this.isOpen = isOpen;
		this.worker = worker;
		String name = RegisteredCircuitBreakers.PREFIX + worker;
		this.breaker = registry.find(name).orElseGet(() -> registry.circuitBreaker(name, settings.toConfig()));
		this.recordRemoteErrors = settings.recordRemoteErrors();
	}

	@Override
	public Completion before(OutgoingCall call) {
		if (!this.breaker.tryAcquirePermission()) {
			throw refusal();
		}
		long began = System.nanoTime();
		return (failure) -> ended(call, Failures.unwrap(failure), duration(call, began));
	}

	/**
	 * A stream is as slow as its first item: how long it then takes is its reader's
	 * matter.
	 */
	private static long duration(OutgoingCall call, long began) {
		ReceivedItems items = call.items();
		Duration first = (items != null) ? items.timeToFirst() : null;
		return (first != null) ? first.toNanos() : System.nanoTime() - began;
	}

	private WorkerUnavailableException refusal() {
		String reason = "its circuit breaker '" + this.breaker.getName() + "' is " + this.breaker.getState();
		Throwable last = this.lastFailure;
		if (last != null) {
			reason += "; the last failure: " + last.getMessage();
		}
		reason += ". Mend the worker; an answered heartbeat or call closes the breaker again, or reset it by hand";
		return WorkerUnavailableException.refused(this.worker, reason,
				CallNotPermittedException.createCallNotPermittedException(this.breaker));
	}

	private void ended(OutgoingCall call, @Nullable Throwable failure, long nanos) {
		if (failure == null || (failure instanceof RemoteCallException && !this.recordRemoteErrors)) {
			// An error of the function is an answer: the worker is well.
			this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
		else if (isFailure(failure) && (call.endpoint() == null || this.isOpen.test(call.endpoint()))) {
			onError(failure, nanos);
		}
		else {
			this.breaker.releasePermission();
		}
	}

	/**
	 * Return whether the worker is to blame, and neither the caller nor anything that
	 * happened before the call was sent. A death is told by {@link #onLost}: it counts
	 * once, however many calls have waited.
	 */
	static boolean isFailure(Throwable failure) {
		if (failure instanceof WorkerUnavailableException unavailable) {
			return !unavailable.isRefused();
		}
		if (failure instanceof MessageLimitException) {
			return false;
		}
		return failure instanceof CallTimeoutException || failure instanceof ProtocolException
				|| failure instanceof RemoteCallException;
	}

	private void onError(Throwable failure, long nanos) {
		this.lastFailure = failure;
		this.breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		// In the open state, only to ask costs a count and an event, so that it is left
		// to
		// breakers that do not leave this state by themselves.
		if (this.breaker.getState() == State.HALF_OPEN || (this.breaker.getState() == State.OPEN
				&& !this.breaker.getCircuitBreakerConfig().isAutomaticTransitionFromOpenToHalfOpenEnabled()
				&& this.breaker.tryAcquirePermission())) {
			// Without a permission when half open: a call that hangs may hold the only
			// one.
			this.breaker.onSuccess(roundTrip.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void onHeartbeatMissed(WorkerInstance instance, int misses) {
		onErrorWithoutCall(new WorkerUnavailableException(instance.worker(),
				"a heartbeat was not answered (missed in a row: " + misses + ")"));
	}

	@Override
	public void onUnresponsive(WorkerInstance instance) {
		this.unresponsive.add(instance.number());
	}

	/**
	 * A lost connection counts with the calls that it ends, if there are any, and one
	 * that was given up for its heartbeats with these.
	 */
	@Override
	public void onLost(WorkerInstance instance, int calls, Throwable cause) {
		boolean unresponsive = this.unresponsive.remove(instance.number());
		if (cause instanceof WorkerExitedException || (calls == 0 && !unresponsive)) {
			onErrorWithoutCall(cause);
		}
	}

	private void onErrorWithoutCall(Throwable failure) {
		if (this.breaker.getState() == State.CLOSED || this.breaker.getState() == State.HALF_OPEN) {
			onError(failure, 0);
		}
	}

	@Override
	public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
		if (to == WorkerState.STARTING && from != WorkerState.NEW) {
			// Started by hand: what was before is over. When it runs is too late, since
			// this
			// is told later, and calls may have failed again.
			State state = this.breaker.getState();
			if (state == State.OPEN || state == State.HALF_OPEN) {
				this.breaker.transitionToClosedState();
			}
			else if (state == State.CLOSED) {
				this.breaker.reset();
			}
		}
	}

}
