package io.multifrost.spring.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * The health of all workers that this application calls, a component for each.
 */
public final class MultifrostHealthContributor implements CompositeHealthContributor {

	private final Map<String, HealthContributor> indicators = new LinkedHashMap<>();

	/**
	 * Create a contributor.
	 * @param workers the workers
	 * @param breakers their circuit breakers, or {@code null} if there are none
	 * @param required tells by its name whether the application is ready only while a
	 * worker is
	 */
	public MultifrostHealthContributor(ParentWorkers workers, @Nullable CircuitBreakers breakers,
			Predicate<String> required) {
		workers.stream()
			.forEach((worker) -> this.indicators.put(worker.name(),
					new WorkerHealthIndicator(worker, breakers, required.test(worker.name()))));
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.indicators.get(name);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.indicators.entrySet()
			.stream()
			.map((entry) -> new HealthContributors.Entry(entry.getKey(), entry.getValue()));
	}

}
