package io.multifrost.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What to start for a worker. Immutable; see {@link #of(String...)},
 * {@link #script(String, Path, String...)} and {@link #java(String, String...)}.
 *
 * @param arguments the command line: the executable, then its arguments
 * @param script the script that has to exist for the command to make sense, or
 * {@code null} if the command has none
 * @param directory the working directory, or {@code null} for the directory of this JVM
 * @param environment the variables that are added to the environment of this JVM
 * @param inherited what is taken over from the environment of this JVM
 */
public record WorkerCommand(List<String> arguments, @Nullable Path script, @Nullable Path directory,
		Map<String, String> environment, InheritedEnvironment inherited) {

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if the executable is missing or blank, or the
	 * operating system cannot carry an argument or a variable
	 */
	public WorkerCommand {
		Objects.requireNonNull(inherited, "inherited");
		arguments = List.copyOf(arguments);
		environment = Map.copyOf(environment);
		checkArguments(arguments);
		environment.forEach(WorkerCommand::checkVariable);
	}

	/**
	 * Create a command of an executable and its arguments. An executable without a slash
	 * is looked up on the {@code PATH} of the command's environment; a relative one with
	 * a slash is relative to the command's directory. No shell is involved.
	 * @param argv the executable, then its arguments
	 * @return the command
	 * @throws IllegalArgumentException if the executable is missing or blank, or an
	 * argument contains a NUL character
	 */
	public static WorkerCommand of(String... argv) {
		return of(List.of(argv));
	}

	/**
	 * Create a command of an executable and its arguments, as {@link #of(String...)}
	 * does.
	 * @param argv the executable, then its arguments
	 * @return the command
	 * @throws IllegalArgumentException if the executable is missing or blank, or an
	 * argument contains a NUL character
	 */
	public static WorkerCommand of(List<String> argv) {
		return new WorkerCommand(argv, null, null, Map.of(), InheritedEnvironment.ALL);
	}

	/**
	 * Create a command that runs a script with an interpreter. A launch checks that the
	 * script exists, before the interpreter would complain in its own way.
	 * @param executable the interpreter, for example {@code python3}
	 * @param script the script; a relative one is relative to the command's directory
	 * @param arguments the arguments of the script
	 * @return the command
	 * @throws IllegalArgumentException if the executable is blank, or an argument
	 * contains a NUL character
	 */
	public static WorkerCommand script(String executable, Path script, String... arguments) {
		List<String> argv = new ArrayList<>(List.of(executable, script.toString()));
		argv.addAll(List.of(arguments));
		return new WorkerCommand(argv, script, null, Map.of(), InheritedEnvironment.ALL);
	}

	/**
	 * Create a command that runs a main class with the {@code java} executable and the
	 * class path of this JVM.
	 * @param mainClass the name of the main class, which must be on the class path itself
	 * (not nested in an executable jar)
	 * @param jvmOptions options of the JVM, for example {@code -Xmx256m}
	 * @return the command; append the arguments of the program with
	 * {@link #withArguments(String...)}
	 * @throws IllegalArgumentException if the name of the main class is blank
	 */
	public static WorkerCommand java(String mainClass, String... jvmOptions) {
		if (mainClass.isBlank()) {
			throw new IllegalArgumentException("The name of the main class is blank: name the class to run");
		}
		List<String> argv = new ArrayList<>(List.of(javaExecutable()));
		argv.addAll(List.of(jvmOptions));
		argv.addAll(List.of("-cp", classPath(), mainClass));
		return of(argv);
	}

	private static String javaExecutable() {
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

	/**
	 * Return a copy with a working directory.
	 * @param directory the directory; a relative one is relative to the directory of this
	 * JVM, which is also used where no directory is set
	 * @return the copy
	 */
	public WorkerCommand withDirectory(Path directory) {
		Objects.requireNonNull(directory, "directory");
		return new WorkerCommand(this.arguments, this.script, directory, this.environment, this.inherited);
	}

	/**
	 * Return a copy with a variable added to, or replaced in, the environment.
	 * @param name the name of the variable
	 * @param value the value
	 * @return the copy
	 * @throws IllegalArgumentException if the operating system cannot carry name or value
	 */
	public WorkerCommand withEnvironment(String name, String value) {
		return withEnvironment(Map.of(name, value));
	}

	/**
	 * Return a copy with variables added to, or replaced in, the environment.
	 * @param variables the variables
	 * @return the copy
	 * @throws IllegalArgumentException if the operating system cannot carry a name or
	 * value
	 */
	public WorkerCommand withEnvironment(Map<String, String> variables) {
		Map<String, String> merged = new LinkedHashMap<>(this.environment);
		merged.putAll(variables);
		return new WorkerCommand(this.arguments, this.script, this.directory, merged, this.inherited);
	}

	/**
	 * Return a copy that takes over another part of the environment of this process. By
	 * default {@link InheritedEnvironment#ALL}.
	 * @param inherited what it takes over
	 * @return the copy
	 */
	public WorkerCommand withInheritedEnvironment(InheritedEnvironment inherited) {
		return new WorkerCommand(this.arguments, this.script, this.directory, this.environment, inherited);
	}

	/**
	 * Return a copy with arguments appended.
	 * @param arguments the arguments to append
	 * @return the copy
	 * @throws IllegalArgumentException if an argument contains a NUL character
	 */
	public WorkerCommand withArguments(String... arguments) {
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(List.of(arguments));
		return new WorkerCommand(all, this.script, this.directory, this.environment, this.inherited);
	}

	/**
	 * Return the command line, without the environment, whose values may be secret.
	 * @return the command line
	 */
	@Override
	public String toString() {
		return String.join(" ", this.arguments);
	}

	private static void checkArguments(List<String> arguments) {
		if (arguments.isEmpty() || arguments.get(0).isBlank()) {
			throw new IllegalArgumentException(
					"A worker command must begin with an executable, but was " + arguments + ": name one");
		}
		for (int i = 0; i < arguments.size(); i++) {
			if (arguments.get(i).indexOf('\0') >= 0) {
				throw new IllegalArgumentException("Argument " + i + " of the worker command '" + arguments.get(0)
						+ "' contains a NUL character, which no process can receive: remove it");
			}
		}
	}

	private static void checkVariable(String name, String value) {
		if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("'" + name.replace('\0', '?')
					+ "' cannot be the name of an environment variable: it must not be empty or contain '=' or NUL");
		}
		if (value.indexOf('\0') >= 0) {
			throw new IllegalArgumentException(
					"The value of the environment variable '" + name + "' contains a NUL character: remove it");
		}
	}

}
