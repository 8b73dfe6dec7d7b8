package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Applies what can change while the application runs, the times that calls and the items
 * of streams may take how many calls may wait, and the number of instances, and says
 * which other properties have changed, since workers are made of what they were at its
 * start. Spring Cloud initializes beans of properties anew after a refresh, which is what
 * shows it here.
 */
class ChangedProperties implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ChangedProperties.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("multifrost");

	private static final ConfigurationPropertyName PARENTS = ROOT.append("parents");

	private static final ConfigurationPropertyName DEFAULTS = ROOT.append("defaults");

	private final Environment environment;

	private final ObjectProvider<ParentWorkers> workers;

	private @Nullable State before;

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
		State now = new State(values(), changeable(properties));
		State before = this.before;
		if (before != null) {
			Set<ConfigurationPropertyName> names = new TreeSet<>(before.values().keySet());
			names.addAll(now.values().keySet());
			names.removeIf(
					(name) -> isChangeable(name) || Objects.equals(before.values().get(name), now.values().get(name)));
			names.forEach((name) -> logger
				.warn("{} has changed, which has no effect before the application is started again", name));
			now.changeable()
				.forEach((worker, changeable) -> apply(worker, changeable, before.changeable().get(worker)));
		}
		this.before = now;
	}

	private static boolean isChangeable(ConfigurationPropertyName name) {
		return Set.of("call-timeout", "item-timeout", "max-in-flight", "instances")
			.contains(name.getLastElement(Form.DASHED))
				&& (DEFAULTS.isParentOf(name) || PARENTS.isParentOf(name.getParent()));
	}

	private static Map<String, Changeable> changeable(MultifrostProperties properties) {
		ParentDefaults defaults = properties.getDefaults();
		Map<String, Changeable> changeable = new LinkedHashMap<>();
		properties.getParents()
			.forEach((name, parent) -> changeable.put(name,
					new Changeable(callTimeout(parent, defaults),
							Objects.requireNonNullElse(parent.itemTimeout(), defaults.itemTimeout()),
							Objects.requireNonNullElse(parent.maxInFlight(), defaults.maxInFlight()),
							Objects.requireNonNullElse(parent.instances(), defaults.instances()))));
		return changeable;
	}

	private static Duration callTimeout(ParentProperties parent, ParentDefaults defaults) {
		return Optional.ofNullable(parent.callTimeout())
			.or(() -> Optional.ofNullable(defaults.callTimeout()))
			.orElse(Duration.ZERO);
	}

	private void apply(String worker, Changeable now, @Nullable Changeable before) {
		this.workers.ifAvailable((all) -> {
			if (!all.names().contains(worker)) {
				return;
			}
			if (before == null || !now.call().equals(before.call())) {
				all.get(worker).callTimeout(now.call());
				logger.info("[{}] Calls may take {} from now on, where nothing else is said for them", worker,
						!now.call().isZero() ? now.call() : "as long as they like");
			}
			if (before == null || !now.item().equals(before.item())) {
				all.get(worker).itemTimeout(now.item());
				logger.info("[{}] Items of streams may take {} from now on, where nothing else is said for them",
						worker, !now.item().isZero() ? now.item() : "as long as they like");
			}
			if (before == null || now.maxInFlight() != before.maxInFlight()) {
				all.get(worker).maxInFlight(now.maxInFlight());
				logger.info("[{}] {} calls may wait for an answer from now on", worker, now.maxInFlight());
			}
			if (before != null && now.instances() != before.instances()) {
				resize(all.get(worker), now.instances());
			}
		});
	}

	/**
	 * Whoever refreshes does not wait for new processes.
	 */
	private static void resize(ParentWorker worker, int instances) {
		Thread thread = new Thread(() -> {
			try {
				worker.instances(instances);
				logger.info("[{}] There are {} instances from now on", worker.name(), instances);
			}
			catch (RuntimeException ex) {
				logger.warn("[{}] There are as many instances as before: {}", worker.name(), ex.getMessage());
			}
		}, "multifrost-resize-" + worker.name());
		thread.setDaemon(true);
		thread.start();
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

	/**
	 * What the properties were when they were last bound.
	 *
	 * @param values the values of all
	 * @param changeable what can change of each worker
	 */
	private record State(Map<ConfigurationPropertyName, String> values, Map<String, Changeable> changeable) {
	}

	/**
	 * What can change of one worker.
	 *
	 * @param call the time that calls may take
	 * @param item the time that items of streams may take
	 * @param maxInFlight how many calls may wait for an answer
	 * @param instances how many instances there are
	 */
	private record Changeable(Duration call, Duration item, int maxInFlight, int instances) {
	}

}
