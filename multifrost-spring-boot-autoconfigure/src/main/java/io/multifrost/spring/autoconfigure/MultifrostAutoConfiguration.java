package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.multifrost.internal.FileNames;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Auto-configuration of what both sides need: the registry in which services are found.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MultifrostProperties.class)
public final class MultifrostAutoConfiguration {

	@Bean
	static ChangedProperties multifrostChangedProperties(Environment environment,
			ObjectProvider<ParentWorkers> workers) {
		return new ChangedProperties(environment, workers);
	}

	/**
	 * Touches no file before a service is registered or looked up.
	 */
	@Bean
	@ConditionalOnMissingBean
	ServiceRegistry multifrostServiceRegistry(MultifrostProperties properties) {
		String directory = properties.getRegistry().directory();
		return StringUtils.hasText(directory)
				? FileServiceRegistry.inDirectory(FileNames.path("Directory multifrost.registry.directory", directory))
				: FileServiceRegistry.standard();
	}

}
