package io.multifrost.internal.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.SpawnVariables;
import io.multifrost.internal.UserDirectory;
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
	private static final Set<String> HANDED_ON = Set.of(UserDirectory.VARIABLE, SpawnVariables.CHAIN,
			ProcessMark.VARIABLE);

	/** Variables from which a JVM takes options besides those of its command line. */
	private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

	/** An option may have quotes, in all of it or a part. */
	private static final Pattern OPTION = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*'|[\"'])+");

	/**
	 * An agent, a debugger and JMX have a port or a file, which only one process can
	 * have.
	 */
	private static final Pattern OWN = Pattern
		.compile("-(javaagent:|agentlib:|agentpath:|Xrun|Xdebug|Dcom\\.sun\\.management|Dspring\\.|Dmultifrost\\."
				+ "|XX:\\+ManagementServer).*", Pattern.DOTALL);

	private InheritedVariables() {
	}

	/**
	 * Take out what is not inherited.
	 * @param inherited what is inherited
	 * @param environment a copy of the environment of this process
	 */
	public static void retain(InheritedEnvironment inherited, Map<String, String> environment) {
		environment.keySet().removeIf((name) -> !HANDED_ON.contains(name) && !isInherited(inherited, name));
		removeOwnOptions(environment);
	}

	private static boolean isInherited(InheritedEnvironment inherited, String name) {
		if (inherited == InheritedEnvironment.MINIMAL) {
			return NEEDED.contains(name) || name.startsWith("LC_")
					|| NEEDED_BY_WINDOWS.contains(name.toUpperCase(Locale.ROOT));
		}
		return !name.startsWith("SPRING_") && !name.startsWith("MULTIFROST_");
	}

	/**
	 * Take the options out that are for one process alone.
	 * @param environment the environment of a process to be
	 */
	private static void removeOwnOptions(Map<String, String> environment) {
		for (String variable : VARIABLES) {
			environment.computeIfPresent(variable, (name, options) -> others(options));
		}
	}

	private static @Nullable String others(String options) {
		List<String> all = OPTION.matcher(options).results().map(MatchResult::group).toList();
		if (all.stream().noneMatch(InheritedVariables::isOwn)) {
			return options;
		}
		String others = all.stream().filter((option) -> !isOwn(option)).collect(Collectors.joining(" "));
		return others.isEmpty() ? null : others;
	}

	private static boolean isOwn(String option) {
		return OWN.matcher(option.replaceAll("[\"']", "")).matches();
	}

}
