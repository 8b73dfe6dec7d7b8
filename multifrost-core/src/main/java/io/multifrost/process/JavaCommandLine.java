package io.multifrost.process;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Builds the command line that runs a main class as this JVM would.
 */
final class JavaCommandLine {

	/** Variables from which a JVM takes options besides those of its command line. */
	static final List<String> OPTION_VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

	/** The version of Java that also archives what its linker finds out. */
	static final int LINKS_CLASSES_SINCE = 24;

	/**
	 * Such an archive is refused by a JVM with other classes or modules than it shows.
	 */
	private static final Pattern CHANGES_CLASSES = Pattern.compile(
			"-(javaagent|agentlib|agentpath|Xrun).*|--(add|limit|patch|enable|upgrade|module)-.*|-p|-Djava\\.system\\.class.*");

	private static final Pattern MEMORY_OPTION = Pattern
		.compile("-Xmx.+|-XX:(MaxHeapSize|MaxRAM|ObjectAlignmentInBytes).*"
				+ "|-XX:[+-](Use\\w*GC|UseCompressed\\w+|UseCompactObjectHeaders|UnlockExperimentalVMOptions)");

	private JavaCommandLine() {
	}

	static List<String> create(String mainClass, List<String> options) {
		if (mainClass.isBlank()) {
			throw new IllegalArgumentException("The name of the main class is blank: name the class to run");
		}
		List<String> argv = new ArrayList<>();
		argv.add(executable());
		argv.addAll(startOptions());
		argv.addAll(options);
		argv.add("-cp");
		argv.add(WorkerClassPath.ofThisJvm().toString());
		argv.add(mainClass);
		return argv;
	}

	/**
	 * Return options that only shorten the start. The provider of selectors is named as
	 * this JVM has found it: another of the same kind finds it without looking into each
	 * jar of the class path. Options that are given later have precedence.
	 * @return the options
	 */
	static List<String> startOptions() {
		Class<?> provider = SelectorProvider.provider().getClass();
		boolean own = provider.getModule() == Object.class.getModule();
		return own ? List.of("-D" + SelectorProvider.class.getName() + "=" + provider.getName()) : List.of();
	}

	/**
	 * Return whether options leave it to us to name a class data archive, and a JVM with
	 * them can start from one of ours.
	 * @param options all options of the JVM
	 * @return whether both is so
	 */
	static boolean allowArchive(List<String> options) {
		boolean links = Runtime.version().feature() >= LINKS_CLASSES_SINCE;
		return options.stream()
			.noneMatch((option) -> option.startsWith("@") || option.contains("\"") || option.startsWith("-Xshare")
					|| option.contains("Archive") || option.startsWith("-XX:AOT")
					|| option.startsWith("-Xbootclasspath") || (links && CHANGES_CLASSES.matcher(option).matches()));
	}

	/**
	 * Return the options that decide how objects lie in memory: the size of the heap, the
	 * collector, and how references are held.
	 * @param options the options of the JVM
	 * @return those options, in their order
	 */
	static List<String> memoryOptions(List<String> options) {
		return options.stream().filter((option) -> MEMORY_OPTION.matcher(option).matches()).toList();
	}

	/**
	 * Return all options of a JVM, those from variables included, in the order in which
	 * it takes them.
	 * @param options the options of its command line
	 * @param environment the variables that it will have
	 * @return the options, of which a later one has precedence
	 */
	static List<String> withVariables(List<String> options, Map<String, String> environment) {
		List<String> all = new ArrayList<>();
		all.addAll(split(environment.get("JAVA_TOOL_OPTIONS")));
		all.addAll(split(environment.get("JDK_JAVA_OPTIONS")));
		all.addAll(options);
		all.addAll(split(environment.get("_JAVA_OPTIONS")));
		return all;
	}

	private static List<String> split(@Nullable String variable) {
		return (variable != null && !variable.isBlank()) ? List.of(variable.trim().split("\\s+")) : List.of();
	}

	static String executable() {
		String home = System.getProperty("java.home");
		return (home != null) ? Path.of(home, "bin", "java").toString() : "java";
	}

}
