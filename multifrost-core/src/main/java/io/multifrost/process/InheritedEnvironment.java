package io.multifrost.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a worker takes over from the environment of this process. What is named for the
 * worker itself ({@link WorkerCommand#withEnvironment(String, String)}) it has in any
 * case.
 * <p>
 * Never inherited is what is meant for this application alone: variables that begin with
 * {@code SPRING_} or {@code MULTIFROST_} (but for {@code MULTIFROST_HOME}, where services
 * are registered), and of the variables from which each JVM takes options the agents, the
 * debugger, JMX, and properties that begin with {@code spring.} or {@code multifrost.}. A
 * worker would take the application's profile, or its port, otherwise.
 */
public enum InheritedEnvironment {

	/**
	 * All other variables.
	 */
	ALL,

	/**
	 * What programs need to run at all: {@code PATH}, the user and the home directory,
	 * language, time zone, the directory for temporary files, and what Windows needs.
	 */
	MINIMAL;

	private static final Set<String> NEEDED = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ",
			"TMPDIR");

	/** Names on Windows are the same in any case. */
	private static final Set<String> NEEDED_BY_WINDOWS = Set.of("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
			"PATHEXT", "TEMP", "TMP", "USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
			"PROGRAMFILES", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS");

	/** Variables of this library that hold for all processes below this one. */
	private static final Set<String> HANDED_ON = Set.of("MULTIFROST_HOME", "MULTIFROST_SPAWN_CHAIN",
			ProcessMark.VARIABLE);

	/**
	 * Take out what is not inherited.
	 * @param environment a copy of the environment of this process
	 */
	void applyTo(Map<String, String> environment) {
		environment.keySet().removeIf((name) -> !HANDED_ON.contains(name) && !isInherited(name));
		JvmOptionVariables.removeOwnOptions(environment);
	}

	private boolean isInherited(String name) {
		if (this == MINIMAL) {
			return NEEDED.contains(name) || name.startsWith("LC_")
					|| NEEDED_BY_WINDOWS.contains(name.toUpperCase(Locale.ROOT));
		}
		return !name.startsWith("SPRING_") && !name.startsWith("MULTIFROST_");
	}

}
