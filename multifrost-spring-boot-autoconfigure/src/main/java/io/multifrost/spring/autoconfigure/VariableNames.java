package io.multifrost.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Gives the variables for workers that come from variables of this process their names
 * back: Spring Boot makes {@code hf.home} of the end of
 * {@code MULTIFROST_PARENTS_WORDS_ENVIRONMENT_HF_HOME}.
 */
record VariableNames(Environment environment) {

	/**
	 * Give the variables of a worker their names back.
	 * @param worker the name of the worker
	 * @param variables the variables, which are changed
	 */
	void restore(String worker, Map<String, String> variables) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			String prefix = "multifrost.parents." + worker + ".environment.";
			List<PropertySource<?>> above = new ArrayList<>();
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (source instanceof SystemEnvironmentPropertySource variablesOfProcess) {
					for (String name : variablesOfProcess.getPropertyNames()) {
						restore(name, prefix, above, variables);
					}
				}
				else if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
					above.add(source);
				}
			}
		}
	}

	private void restore(String name, String prefix, List<PropertySource<?>> above, Map<String, String> variables) {
		int begin = name.toUpperCase(Locale.ROOT).indexOf("_ENVIRONMENT_") + "_ENVIRONMENT_".length();
		String value = this.environment.getProperty(name);
		if (begin < "_ENVIRONMENT_".length() || value == null
				|| !letters(name.substring(0, begin)).equals(letters(prefix))) {
			return;
		}
		String variable = name.substring(begin);
		variables.keySet()
			.removeIf((key) -> key.equals(key.toLowerCase(Locale.ROOT)) && letters(key).equals(letters(variable)));
		if (above.stream().noneMatch((source) -> source.containsProperty(prefix + variable))) {
			variables.put(variable, value);
		}
	}

	private static String letters(String name) {
		return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
	}

}
