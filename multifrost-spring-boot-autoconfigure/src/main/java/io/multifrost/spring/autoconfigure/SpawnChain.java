package io.multifrost.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.multifrost.internal.SpawnVariables;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;

/**
 * Knows by which main classes this process came to be started, each by the one before. A
 * Java worker that is a Spring application with its parent's configuration would
 * otherwise start itself as its own worker, and that one again, without end.
 */
final class SpawnChain {

	private final List<String> mainClasses;

	SpawnChain(@Nullable String value) {
		this.mainClasses = StringUtils.hasText(value) ? Arrays.asList(value.split(",")) : List.of();
	}

	static SpawnChain ofThisProcess() {
		return new SpawnChain(System.getenv(SpawnVariables.CHAIN));
	}

	void refuseLoop(String name, String mainClass) {
		if (this.mainClasses.contains(mainClass)) {
			String prefix = ParentCommand.prefix(name);
			throw InvalidConfigurationException.ofParent(name,
					"this process is itself a worker that was started with main class " + mainClass + ", and would "
							+ "start itself again and again",
					"Give the worker a main class of its own, or set " + prefix
							+ "enabled=false where it runs, for example with " + prefix + "arguments=--" + prefix
							+ "enabled=false");
		}
	}

	String with(String mainClass) {
		return String.join(",", this.mainClasses) + (this.mainClasses.isEmpty() ? "" : ",") + mainClass;
	}

}
