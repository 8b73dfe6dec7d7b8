package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.RelaxedNames;

/**
 * Applies what can change while the application runs, the time that calls may take, and
 * says which other properties have changed, since workers are made of what they were at
 * its start. Spring Cloud initializes beans of properties anew after a refresh, which is
 * what shows it here.
 */
class ChangedProperties implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ChangedProperties.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("multifrost");

	private static final ConfigurationPropertyName PARENTS = ROOT.append("parents");

	private static final String CALL_TIMEOUT = "call-timeout";

	private static final ConfigurationPropertyName DEFAULT_CALL_TIMEOUT = ROOT.append("defaults").append(CALL_TIMEOUT);

	private final Environment environment;

	private final ObjectProvider<ParentWorkers> workers;

	private @Nullable Map<ConfigurationPropertyName, String> before;

	ChangedProperties(Environment environment, ObjectProvider<ParentWorkers> workers) {
		this.environment = environment;
		this.workers = workers;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof MultifrostProperties properties) {
			check(properties);
		}
		return bean;
	}

	private synchronized void check(MultifrostProperties properties) {
		Map<ConfigurationPropertyName, String> now = values();
		Map<ConfigurationPropertyName, String> before = this.before;
		if (before != null) {
			Set<ConfigurationPropertyName> changed = new TreeSet<>(before.keySet());
			changed.addAll(now.keySet());
			changed.removeIf((name) -> Objects.equals(before.get(name), now.get(name)));
			changed.forEach((name) -> changed(name, properties));
		}
		this.before = now;
	}

	private void changed(ConfigurationPropertyName name, MultifrostProperties properties) {
		if (name.equals(DEFAULT_CALL_TIMEOUT)) {
			applyCallTimeout((worker) -> properties.parent(worker).callTimeout() == null, properties);
		}
		else if (name.getNumberOfElements() == PARENTS.getNumberOfElements() + 2 && PARENTS.isAncestorOf(name)
				&& name.getLastElement(Form.DASHED).equals(CALL_TIMEOUT)) {
			String named = name.getElement(PARENTS.getNumberOfElements(), Form.ORIGINAL);
			applyCallTimeout((worker) -> RelaxedNames.same(worker, named), properties);
		}
		else {
			logger.warn("{} has changed, which has no effect before the application is started again", name);
		}
	}

	private void applyCallTimeout(Predicate<String> concerned, MultifrostProperties properties) {
		this.workers.ifAvailable((all) -> properties.getParents().forEach((name, parent) -> {
			if (concerned.test(name) && all.names().contains(name)) {
				Duration own = parent.callTimeout();
				Duration timeout = (own != null) ? own : properties.getDefaults().callTimeout();
				all.get(name).callTimeout(timeout);
				logger.info("[{}] Calls may take {} from now on, where nothing else is said for them", name,
						!timeout.isZero() ? timeout : "as long as they like");
			}
		}));
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
