package io.multifrost.internal.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds the command line that runs a main class as this JVM would.
 */
public final class JavaCommandLine {

	private JavaCommandLine() {
	}

	public static List<String> create(String mainClass, List<String> options) {
		if (mainClass.isBlank()) {
			throw new IllegalArgumentException("The name of the main class is blank: name the class to run");
		}
		List<String> argv = new ArrayList<>();
		argv.add(executable());
		argv.addAll(options);
		argv.addAll(List.of("-cp", classPath(), mainClass));
		return argv;
	}

	private static String executable() {
		String home = System.getProperty("java.home");
		return (home != null) ? Path.of(home, "bin", "java").toString() : "java";
	}

	/**
	 * A worker may run in another directory: an entry that is relative to the one of this
	 * JVM, as an empty one is, becomes absolute.
	 */
	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
