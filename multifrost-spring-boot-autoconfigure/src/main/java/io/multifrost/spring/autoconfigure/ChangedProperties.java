package io.multifrost.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Says which properties have changed while the application runs, since workers are made
 * of what they were at its start. Spring Cloud initializes beans of properties anew after
 * a refresh, which is what shows it here.
 */
class ChangedProperties implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ChangedProperties.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("multifrost");

	private final Environment environment;

	private @Nullable Map<ConfigurationPropertyName, String> before;

	ChangedProperties(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof MultifrostProperties) {
			check();
		}
		return bean;
	}

	private synchronized void check() {
		Map<ConfigurationPropertyName, String> now = values();
		if (this.before != null) {
			Set<ConfigurationPropertyName> changed = new TreeSet<>(this.before.keySet());
			changed.addAll(now.keySet());
			for (ConfigurationPropertyName name : changed) {
				if (!Objects.equals(this.before.get(name), now.get(name))) {
					logger.warn("{} has changed, which has no effect before the application is started again", name);
				}
			}
		}
		this.before = now;
	}

	private Map<ConfigurationPropertyName, String> values() {
		Map<ConfigurationPropertyName, String> values = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream().filter(ROOT::isAncestorOf).forEach((name) -> {
					var property = source.getConfigurationProperty(name);
					if (property != null) {
						values.putIfAbsent(name,
								this.environment.resolvePlaceholders(String.valueOf(property.getValue())));
					}
				});
			}
		}
		return values;
	}

}
