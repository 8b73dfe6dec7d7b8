package io.multifrost.internal.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.multifrost.internal.UserDirectory;
import io.multifrost.internal.command.JvmOptionVariables;
import io.multifrost.process.InheritedEnvironment;

/**
 * Which variables a worker takes over from the environment of its parent.
 */
public final class InheritedVariables {

	private static final Set<String> NEEDED = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ",
			"TMPDIR");

	/** Names on Windows are the same in any case. */
	private static final Set<String> NEEDED_BY_WINDOWS = Set.of("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
			"PATHEXT", "TEMP", "TMP", "USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
			"PROGRAMFILES", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS");

	/** Variables of this library that hold for all processes below this one. */
	private static final Set<String> HANDED_ON = Set.of(UserDirectory.VARIABLE, "MULTIFROST_SPAWN_CHAIN",
			ProcessMark.VARIABLE);

	private InheritedVariables() {
	}

	/**
	 * Take out what is not inherited.
	 * @param inherited what is inherited
	 * @param environment a copy of the environment of this process
	 */
	public static void retain(InheritedEnvironment inherited, Map<String, String> environment) {
		environment.keySet().removeIf((name) -> !HANDED_ON.contains(name) && !isInherited(inherited, name));
		JvmOptionVariables.removeOwnOptions(environment);
	}

	private static boolean isInherited(InheritedEnvironment inherited, String name) {
		if (inherited == InheritedEnvironment.MINIMAL) {
			return NEEDED.contains(name) || name.startsWith("LC_")
					|| NEEDED_BY_WINDOWS.contains(name.toUpperCase(Locale.ROOT));
		}
		return !name.startsWith("SPRING_") && !name.startsWith("MULTIFROST_");
	}

}
