package io.multifrost.spring.autoconfigure.circuitbreaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.circuitbreaker.RegisteredCircuitBreakers;

/**
 * Auto-configuration of the circuit breakers of workers, and of the view of them that
 * health, endpoint and log share. They are kept in the registry of Resilience4j's own
 * Spring Boot module where that is there.
 */
@AutoConfiguration(before = MultifrostParentAutoConfiguration.class,
		afterName = "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration")
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@ConditionalOnClass(CircuitBreakerRegistry.class)
@EnableConfigurationProperties(MultifrostProperties.class)
public final class MultifrostCircuitBreakerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CircuitBreakerRegistry multifrostCircuitBreakerRegistry() {
		return CircuitBreakerRegistry.ofDefaults();
	}

	@Bean
	@ConditionalOnMissingBean(CircuitBreakers.class)
	RegisteredCircuitBreakers multifrostCircuitBreakers(CircuitBreakerRegistry registry) {
		return new RegisteredCircuitBreakers(registry);
	}

	@Bean
	CircuitBreakerCustomizer multifrostCircuitBreakerCustomizer(CircuitBreakerRegistry registry,
			MultifrostProperties properties) {
		return new CircuitBreakerCustomizer(registry, properties);
	}

}
