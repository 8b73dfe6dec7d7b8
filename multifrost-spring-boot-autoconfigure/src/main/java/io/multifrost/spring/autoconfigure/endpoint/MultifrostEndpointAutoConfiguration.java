package io.multifrost.spring.autoconfigure.endpoint;

import java.util.regex.Pattern;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.CallStatisticsConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.calls.CallStatistics;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.endpoint.MultifrostEndpoint;
import io.multifrost.spring.endpoint.RecentEvents;
import io.multifrost.spring.endpoint.ServedWorkers;
import io.multifrost.spring.logging.WorkerEventListener;

/**
 * Auto-configuration of the actuator endpoint, and of what is counted for it.
 */
@AutoConfiguration(after = { MultifrostParentAutoConfiguration.class, MultifrostChildAutoConfiguration.class,
		MultifrostCircuitBreakerAutoConfiguration.class })
public final class MultifrostEndpointAutoConfiguration {

	/**
	 * What concerns the endpoints of others.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class SanitizingConfiguration {

		/**
		 * Hides the variables of workers, and the secret key, also where all other values
		 * are shown.
		 */
		@Bean
		SanitizingFunction multifrostSanitizingFunction() {
			Pattern secret = Pattern.compile(
					"multifrost[._]parents[._\\[].+[._\\]]environment[._\\[].+|multifrost[._]security[._]secret[-_]?key|"
							+ "multifrost_curve_secret_key",
					Pattern.CASE_INSENSITIVE);
			return SanitizingFunction.sanitizeValue().ifKeyMatches((key) -> secret.matcher(key).matches());
		}

	}

	/**
	 * What needs actuator, and is worth its cost only where the endpoint can be reached.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnBean(ParentWorkers.class)
	@ConditionalOnAvailableEndpoint(MultifrostEndpoint.class)
	@Import(CallStatisticsConfiguration.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MultifrostEndpoint multifrostEndpoint(ParentWorkers workers, CallStatistics statistics, RecentEvents events,
				ObjectProvider<ServedWorkers> served, ObjectProvider<CircuitBreakers> breakers,
				ApplicationEventPublisher publisher) {
			return new MultifrostEndpoint(workers, statistics, events,
					() -> served.stream().flatMap((all) -> all.describe().stream()).toList(), breakers.getIfAvailable(),
					publisher);
		}

		@Bean
		RecentEvents multifrostRecentEvents() {
			return new RecentEvents();
		}

		@Bean
		WorkerEventListener multifrostRecentEventListener(RecentEvents events,
				ObjectProvider<CircuitBreakers> breakers) {
			WorkerEventListener listener = new WorkerEventListener(events);
			breakers.ifAvailable((available) -> available.onTransition(listener::onTransition));
			return listener;
		}

	}

}
