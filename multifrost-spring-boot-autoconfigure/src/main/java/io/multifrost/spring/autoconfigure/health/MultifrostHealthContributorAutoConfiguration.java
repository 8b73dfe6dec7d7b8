package io.multifrost.spring.autoconfigure.health;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.health.MultifrostHealthContributor;
import io.multifrost.spring.health.RequiredWorkersReadiness;

/**
 * Auto-configuration of the health of workers.
 */
@AutoConfiguration(after = { MultifrostParentAutoConfiguration.class, MultifrostCircuitBreakerAutoConfiguration.class },
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ParentWorkers.class)
@ConditionalOnEnabledHealthIndicator("multifrost")
public final class MultifrostHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "multifrostHealthContributor")
	MultifrostHealthContributor multifrostHealthContributor(ParentWorkers workers, MultifrostProperties properties,
			ObjectProvider<CircuitBreakers> breakers) {
		return new MultifrostHealthContributor(workers, breakers.getIfAvailable(),
				(worker) -> properties.parent(worker).required());
	}

	/**
	 * From the properties alone, since the groups are made before most beans. Has to come
	 * after Spring Boot's own, which is as late in order: the order of the
	 * auto-configurations decides.
	 */
	@Bean
	static HealthEndpointGroupsPostProcessor multifrostReadiness(MultifrostProperties properties) {
		return new RequiredWorkersReadiness(properties.getParents()
			.entrySet()
			.stream()
			.filter((parent) -> parent.getValue().enabled() && parent.getValue().required())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet()));
	}

}
