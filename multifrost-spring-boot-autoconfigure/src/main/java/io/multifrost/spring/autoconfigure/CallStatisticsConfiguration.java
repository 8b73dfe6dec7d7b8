package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.multifrost.spring.calls.CallRecorder;
import io.multifrost.spring.calls.CallStatistics;

/**
 * What is counted of calls, imported by each auto-configuration that reads it.
 */
@Configuration(proxyBeanMethods = false)
public class CallStatisticsConfiguration {

	/**
	 * Outside all other interceptors, so that it counts what they refuse.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	CallStatistics multifrostCallStatistics(ObjectProvider<CallRecorder> recorders) {
		return new CallStatistics(recorders.orderedStream().toList());
	}

}
