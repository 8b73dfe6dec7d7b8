package io.multifrost.spring.autoconfigure.discovery;

import com.netflix.appinfo.ApplicationInfoManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.discovery.DiscoveryServiceRegistry;
import io.multifrost.spring.discovery.EurekaPublisher;
import io.multifrost.spring.discovery.RegistrationPublisher;
import io.multifrost.spring.discovery.ServicePublisher;

/**
 * Auto-configuration of services that Spring Cloud finds. It has to be asked for: many an
 * application has a discovery client for other things, and services on its own machine.
 */
@AutoConfiguration(before = MultifrostAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "multifrost.registry.type", havingValue = "discovery")
@EnableConfigurationProperties(MultifrostProperties.class)
public final class MultifrostDiscoveryAutoConfiguration {

	private static InvalidConfigurationException noClient(String reason) {
		return new InvalidConfigurationException(
				"Services cannot be found by a discovery client, as multifrost.registry.type=discovery asks for: "
						+ reason,
				"Add a starter of Spring Cloud with a discovery client (for example "
						+ "spring-cloud-starter-netflix-eureka-client) and leave spring.cloud.discovery.enabled true, or "
						+ "set multifrost.registry.type=file",
				null);
	}

	/**
	 * What needs Eureka.
	 */
	@Configuration(proxyBeanMethods = false)
	@Order(0)
	@ConditionalOnClass({ ApplicationInfoManager.class, DiscoveryClient.class })
	static class EurekaConfiguration {

		@Bean
		@ConditionalOnMissingBean(ServicePublisher.class)
		EurekaPublisher multifrostServicePublisher(ApplicationContext context) {
			return new EurekaPublisher(context);
		}

	}

	/**
	 * What needs Spring Cloud.
	 */
	@Configuration(proxyBeanMethods = false)
	@Order(1)
	@ConditionalOnClass(DiscoveryClient.class)
	static class DiscoveryConfiguration {

		@Bean
		@ConditionalOnMissingBean(ServicePublisher.class)
		RegistrationPublisher multifrostServicePublisher(ApplicationContext context) {
			return new RegistrationPublisher(context);
		}

		@Bean
		@ConditionalOnMissingBean(ServiceRegistry.class)
		ServiceRegistry multifrostServiceRegistry(ObjectProvider<DiscoveryClient> client, ServicePublisher publisher,
				MultifrostProperties properties, Environment environment) {
			DiscoveryClient found = client.getIfAvailable();
			if (found == null) {
				throw noClient("there is no DiscoveryClient bean");
			}
			return new DiscoveryServiceRegistry(found,
					new LoopbackCheck(publisher, properties.getWorker().bindAddress()), properties.zone(environment));
		}

	}

	/**
	 * What there is without Spring Cloud.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.cloud.client.discovery.DiscoveryClient")
	static class MissingConfiguration {

		@Bean
		@ConditionalOnMissingBean(ServiceRegistry.class)
		ServiceRegistry multifrostServiceRegistry() {
			throw noClient("Spring Cloud is not on the class path");
		}

	}

}
