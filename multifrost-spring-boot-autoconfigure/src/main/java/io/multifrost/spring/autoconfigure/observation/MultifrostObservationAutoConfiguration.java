package io.multifrost.spring.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.multifrost.spring.autoconfigure.metrics.MultifrostMetricsAutoConfiguration;
import io.multifrost.spring.observation.AlreadyMetered;
import io.multifrost.spring.observation.ClientObservations;
import io.multifrost.spring.observation.MultifrostClientObservationConvention;
import io.multifrost.spring.observation.MultifrostServerObservationConvention;
import io.multifrost.spring.observation.ServerObservations;

/**
 * Auto-configuration of the observations of calls, by which they are traced.
 */
@AutoConfiguration(after = MultifrostMetricsAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
public final class MultifrostObservationAutoConfiguration {

	/**
	 * What needs Micrometer's observations.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	static class ObservationConfiguration {

		/**
		 * Inside the meters, outside what logs.
		 */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 20)
		ClientObservations multifrostClientObservations(ObservationRegistry registry,
				ObjectProvider<MultifrostClientObservationConvention> convention) {
			return new ClientObservations(registry, convention.getIfAvailable());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 20)
		ServerObservations multifrostServerObservations(ObservationRegistry registry,
				ObjectProvider<MultifrostServerObservationConvention> convention) {
			return new ServerObservations(registry, convention.getIfAvailable());
		}

	}

	/**
	 * What is needed beside meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationRegistry.class, MeterObservationHandler.class })
	@ConditionalOnBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		AlreadyMetered multifrostAlreadyMetered() {
			return new AlreadyMetered();
		}

	}

}
