package io.multifrost.spring.autoconfigure.logging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.logging.EventLog;
import io.multifrost.spring.logging.MdcFunctionInterceptor;
import io.multifrost.spring.logging.RequestLog;
import io.multifrost.spring.logging.WorkerEventListener;

/**
 * Auto-configuration of the events in the log.
 */
@AutoConfiguration(after = MultifrostCircuitBreakerAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
public final class MultifrostEventLogAutoConfiguration {

	@Bean
	WorkerEventListener multifrostEventLog(ObjectProvider<CircuitBreakers> breakers) {
		WorkerEventListener listener = new WorkerEventListener(new EventLog());
		breakers.ifAvailable((available) -> available.onTransition(listener::onTransition));
		return listener;
	}

	@Bean
	@Order(100)
	RequestLog multifrostRequestLog() {
		return new RequestLog();
	}

	@Bean
	MdcFunctionInterceptor multifrostMdc(Environment environment) {
		String serviceId = environment.getProperty("multifrost.worker.service-id", "");
		return new MdcFunctionInterceptor(
				!serviceId.isBlank() ? serviceId : environment.getProperty("spring.application.name", "application"));
	}

}
