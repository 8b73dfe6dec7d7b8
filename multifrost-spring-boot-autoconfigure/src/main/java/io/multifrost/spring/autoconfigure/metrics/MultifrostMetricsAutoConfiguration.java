package io.multifrost.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.CallStatisticsConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.metrics.ClientMetrics;
import io.multifrost.spring.metrics.InstanceMeters;
import io.multifrost.spring.metrics.ServerMetrics;
import io.multifrost.spring.metrics.WorkerMeters;

/**
 * Auto-configuration of the meters of calls and workers.
 */
@AutoConfiguration(after = { MultifrostParentAutoConfiguration.class, MultifrostCircuitBreakerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@Import(CallStatisticsConfiguration.class)
public final class MultifrostMetricsAutoConfiguration {

	@Bean
	ClientMetrics multifrostClientMetrics(MeterRegistry registry) {
		return new ClientMetrics(registry);
	}

	@Bean
	InstanceMeters multifrostInstanceMeters() {
		return new InstanceMeters();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 10)
	ServerMetrics multifrostServerMetrics(MeterRegistry registry) {
		return new ServerMetrics(registry);
	}

	@Bean
	@ConditionalOnBean(ParentWorkers.class)
	WorkerMeters multifrostWorkerMeters(ParentWorkers workers, ObjectProvider<CircuitBreakers> breakers,
			InstanceMeters instances) {
		return new WorkerMeters(workers, breakers.getIfAvailable(), instances);
	}

}
