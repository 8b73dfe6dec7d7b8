package io.multifrost.spring.health;

import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * The health of all workers that this application calls at a moment, a component for
 * each.
 */
public final class MultifrostHealthContributor implements CompositeHealthContributor {

	private final ParentWorkers workers;

	private final @Nullable CircuitBreakers breakers;

	private final Predicate<String> required;

	/**
	 * Create a contributor.
	 * @param workers the workers
	 * @param breakers their circuit breakers, or {@code null} if there are none
	 * @param required tells by its name whether the application is ready only while a
	 * worker is
	 */
	public MultifrostHealthContributor(ParentWorkers workers, @Nullable CircuitBreakers breakers,
			Predicate<String> required) {
		this.workers = workers;
		this.breakers = breakers;
		this.required = required;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.workers.stream()
			.filter((worker) -> worker.name().equals(name))
			.map(this::indicator)
			.findFirst()
			.orElse(null);
	}

	private HealthContributor indicator(ParentWorker worker) {
		return new WorkerHealthIndicator(worker, this.breakers, this.required.test(worker.name()));
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.workers.stream().map((worker) -> new HealthContributors.Entry(worker.name(), indicator(worker)));
	}

}
