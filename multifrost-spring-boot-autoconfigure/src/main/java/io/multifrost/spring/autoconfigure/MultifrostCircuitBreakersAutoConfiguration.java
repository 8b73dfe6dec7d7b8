package io.multifrost.spring.autoconfigure;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.circuitbreaker.RegisteredCircuitBreakers;

/**
 * Auto-configuration of the view of circuit breakers that health, endpoint and log share.
 */
@AutoConfiguration(
		afterName = { "io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration",
				"io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration" })
public final class MultifrostCircuitBreakersAutoConfiguration {

	/**
	 * What needs Resilience4j.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CircuitBreakerRegistry.class)
	@ConditionalOnBean(CircuitBreakerRegistry.class)
	static class Resilience4jConfiguration {

		@Bean
		@ConditionalOnMissingBean(CircuitBreakers.class)
		RegisteredCircuitBreakers multifrostCircuitBreakers(CircuitBreakerRegistry registry) {
			return new RegisteredCircuitBreakers(registry);
		}

	}

}
