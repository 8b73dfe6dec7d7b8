package io.multifrost.internal.command;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables from which each JVM takes options, below an application as well.
 */
public final class JvmOptionVariables {

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

	private JvmOptionVariables() {
	}

	/**
	 * Take the options out that are for one process alone.
	 * @param environment the environment of a process to be
	 */
	public static void removeOwnOptions(Map<String, String> environment) {
		for (String variable : VARIABLES) {
			String options = environment.get(variable);
			if (options != null && OPTION.matcher(options).results().anyMatch(JvmOptionVariables::isOwn)) {
				String others = OPTION.matcher(options)
					.results()
					.filter((option) -> !isOwn(option))
					.map(MatchResult::group)
					.collect(Collectors.joining(" "));
				if (others.isEmpty()) {
					environment.remove(variable);
				}
				else {
					environment.put(variable, others);
				}
			}
		}
	}

	private static boolean isOwn(MatchResult option) {
		return OWN.matcher(option.group().replaceAll("[\"']", "")).matches();
	}

}
