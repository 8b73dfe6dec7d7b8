package io.multifrost.spring.circuitbreaker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkersListener;

/**
 * Finds the breakers of workers in a registry of Resilience4j, by their names:
 * {@code multifrost-} and the name of the worker.
 */
public final class RegisteredCircuitBreakers implements CircuitBreakers, ParentWorkersListener {

	static final String PREFIX = "multifrost-";

	private final CircuitBreakerRegistry registry;

	private final List<Consumer<CircuitBreakerTransition>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Look into a registry.
	 * @param registry has the breakers now, or will have them
	 */
	public RegisteredCircuitBreakers(CircuitBreakerRegistry registry) {
		this.registry = registry;
		registry.getEventPublisher()
			.onEntryAdded((event) -> watch(event.getAddedEntry()))
			.onEntryReplaced((event) -> watch(event.getNewEntry()));
		registry.getAllCircuitBreakers().forEach(this::watch);
	}

	private void watch(CircuitBreaker breaker) {
		if (breaker.getName().startsWith(PREFIX)) {
			String worker = breaker.getName().substring(PREFIX.length());
			breaker.getEventPublisher().onStateTransition((event) -> {
				CircuitBreakerTransition transition = new CircuitBreakerTransition(worker,
						event.getStateTransition().getFromState().name(),
						event.getStateTransition().getToState().name());
				this.listeners.forEach((listener) -> listener.accept(transition));
			});
		}
	}

	private Optional<CircuitBreaker> find(String worker) {
		return this.registry.find(PREFIX + worker);
	}

	@Override
	public @Nullable CircuitBreakerSnapshot snapshot(String worker) {
		return find(worker).map((breaker) -> {
			CircuitBreaker.Metrics metrics = breaker.getMetrics();
			return new CircuitBreakerSnapshot(breaker.getName(), breaker.getState().name(), metrics.getFailureRate(),
					metrics.getNumberOfBufferedCalls(), metrics.getNumberOfFailedCalls(),
					metrics.getNumberOfNotPermittedCalls());
		}).orElse(null);
	}

	@Override
	public boolean reset(String worker) {
		Optional<CircuitBreaker> breaker = find(worker);
		// A reset alone would not be published as a transition.
		breaker.ifPresent((found) -> {
			found.transitionToClosedState();
			found.reset();
		});
		return breaker.isPresent();
	}

	@Override
	public void onRemoved(ParentWorker worker) {
		this.registry.remove(PREFIX + worker.name());
	}

	@Override
	public void onTransition(Consumer<CircuitBreakerTransition> listener) {
		this.listeners.add(listener);
	}

}
