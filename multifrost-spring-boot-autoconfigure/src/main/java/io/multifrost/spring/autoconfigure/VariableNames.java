package io.multifrost.spring.autoconfigure;

import java.util.Locale;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Gives the variables for workers that come from variables of this process their names
 * back: Spring Boot makes {@code hf.home} of the end of
 * {@code MULTIFROST_PARENTS_WORDS_ENVIRONMENT_HF_HOME}.
 */
class VariableNames {

	private final Environment environment;

	VariableNames(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Give the variables of a worker their names back.
	 * @param worker the name of the worker
	 * @param variables the variables, which are changed
	 */
	void restore(String worker, Map<String, String> variables) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			String prefix = letters("multifrost.parents." + worker + ".environment.");
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (source instanceof SystemEnvironmentPropertySource variablesOfProcess) {
					for (String name : variablesOfProcess.getPropertyNames()) {
						restore(name, prefix, variables);
					}
				}
			}
		}
	}

	private void restore(String name, String prefix, Map<String, String> variables) {
		int begin = name.toUpperCase(Locale.ROOT).indexOf("_ENVIRONMENT_") + "_ENVIRONMENT_".length();
		String value = this.environment.getProperty(name);
		if (begin < "_ENVIRONMENT_".length() || value == null || !letters(name.substring(0, begin)).equals(prefix)) {
			return;
		}
		String variable = name.substring(begin);
		variables.keySet()
			.removeIf((key) -> key.equals(key.toLowerCase(Locale.ROOT)) && letters(key).equals(letters(variable)));
		variables.put(variable, value);
	}

	private static String letters(String name) {
		return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
	}

}
