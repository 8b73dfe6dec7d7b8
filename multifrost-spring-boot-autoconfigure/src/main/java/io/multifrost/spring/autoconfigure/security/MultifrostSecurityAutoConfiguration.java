package io.multifrost.spring.autoconfigure.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;

import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.IdentityProperties;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.security.IdentityCallInterceptor;
import io.multifrost.spring.security.IdentityFunctionInterceptor;

/**
 * Auto-configuration of what workers are told of who makes a call.
 */
@AutoConfiguration(after = MultifrostAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ MultifrostProperties.class, IdentityProperties.class })
public final class MultifrostSecurityAutoConfiguration {

	/**
	 * What needs Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolder.class)
	static class IdentityConfiguration {

		@Bean
		IdentityCallInterceptor multifrostIdentityCallInterceptor(IdentityProperties properties) {
			return new IdentityCallInterceptor(properties.sendTo());
		}

		/**
		 * Inside what observes and logs.
		 */
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE - 10)
		@ConditionalOnProperty("multifrost.identity.accept")
		IdentityFunctionInterceptor multifrostIdentityFunctionInterceptor(IdentityProperties properties,
				MultifrostProperties all) {
			properties.check(all.getWorker(), all.getSecurity());
			return new IdentityFunctionInterceptor();
		}

	}

}
