package io.multifrost.spring.autoconfigure.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.WebProperties;
import io.multifrost.spring.web.MultifrostExceptionHandler;

/**
 * Auto-configuration of the answers to web requests whose calls have failed.
 */
@AutoConfiguration(after = MultifrostParentAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@EnableConfigurationProperties(WebProperties.class)
public final class MultifrostWebAutoConfiguration {

	/**
	 * What needs Spring's web module.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestControllerAdvice.class)
	@ConditionalOnProperty("multifrost.web.problem-details")
	static class ProblemDetailsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MultifrostExceptionHandler multifrostExceptionHandler(WebProperties properties) {
			return new MultifrostExceptionHandler(properties.remoteErrors());
		}

	}

}
