package io.multifrost.process;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the command line that runs a main class as this JVM would.
 */
final class JavaCommandLine {

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
	 * Return whether options leave it to us to name a class data archive.
	 * @param options the options of the JVM
	 * @return whether none of them has to do with it
	 */
	static boolean allowArchive(List<String> options) {
		return options.stream()
			.noneMatch((option) -> option.startsWith("-Xshare") || option.contains("Archive")
					|| option.startsWith("-XX:AOT") || option.startsWith("-Xbootclasspath"));
	}

	static String executable() {
		String home = System.getProperty("java.home");
		return (home != null) ? Path.of(home, "bin", "java").toString() : "java";
	}

}
