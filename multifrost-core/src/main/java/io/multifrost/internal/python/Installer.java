package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an environment with {@code uv} where it is on the {@code PATH}, else with
 * {@code venv} and {@code pip}.
 *
 * @param tools runs them
 * @param uv whether {@code uv} is there
 */
record Installer(ToolRunner tools, boolean uv) {

	Installer(ToolRunner tools) {
		this(tools, Interpreters.isOnPath("uv", tools));
	}

	String name() {
		return this.uv ? "uv" : "venv and pip";
	}

	/**
	 * Make an environment.
	 * @param folder the folder, which is not there yet
	 * @param interpreter what it is made of
	 * @param requirements the packages
	 * @throws io.multifrost.WorkerStartException if a tool fails
	 * @throws IOException if a file cannot be written
	 */
	void install(Path folder, PythonInterpreter interpreter, Requirements requirements) throws IOException {
		Map<String, String> variables = this.uv ? uvVariables(folder) : Map.of();
		this.tools.run(createCommand(interpreter.command(), folder.toString()), variables, null,
				"The environment could not be made with " + interpreter);
		String python = EnvironmentFolder.interpreter(folder).toString();
		if (!this.uv) {
			this.tools.run(pipCommand(python), variables, null, "The environment could not be given pip (on Debian and "
					+ "Ubuntu that takes the package python3-venv; with uv on the PATH it takes none)");
		}
		List<String> install = installCommand(python, requirements.files());
		if (!requirements.lines().isEmpty()) {
			Path lines = folder.resolve("requirements.txt");
			Files.write(lines, requirements.lines());
			install.addAll(List.of("-r", lines.toString()));
		}
		if (!requirements.hashed()) {
			install.add(Requirements.OWN);
		}
		// Paths in a requirements file are relative to the working directory
		Path directory = requirements.files().isEmpty() ? null : requirements.files().get(0).getParent();
		this.tools.run(install, variables, directory,
				"The required packages (" + requirements.describe() + ") could not be installed");
		if (requirements.isEmpty() && !this.uv) {
			// It stands before what an interpreter has itself, which may be newer
			this.tools.run(List.of(python, "-I", "-m", "pip", "uninstall", "-y", "setuptools", "pip"), variables, null,
					"The tools that made the environment could not be removed from it");
		}
	}

	/** The commands to type, for messages. */
	String describe(PythonInterpreter interpreter, Requirements requirements) {
		String python = "<folder>/bin/python";
		List<String> install = installCommand(python, requirements.files());
		if (!requirements.lines().isEmpty()) {
			install.addAll(List.of("-r", "<a file of the lines>"));
		}
		install.add("'" + Requirements.OWN + "'");
		return Stream
			.of(createCommand(interpreter.command(), "<folder>"), this.uv ? List.<String>of() : pipCommand(python),
					install)
			.filter((command) -> !command.isEmpty())
			.map((command) -> String.join(" ", command))
			.collect(Collectors.joining(" && "));
	}

	/** What venv would run itself, but without showing what it says. */
	private static List<String> pipCommand(String python) {
		return List.of(python, "-I", "-m", "ensurepip");
	}

	private List<String> createCommand(String interpreter, String folder) {
		return this.uv ? List.of("uv", "venv", "--no-project", "--python", interpreter, folder)
				: List.of(interpreter, "-I", "-m", "venv", "--without-pip", folder);
	}

	private List<String> installCommand(String interpreter, List<Path> files) {
		List<String> command = new ArrayList<>(this.uv ? List.of("uv", "pip", "install", "--python", interpreter)
				: List.of(interpreter, "-I", "-m", "pip", "install"));
		files.forEach((file) -> command.addAll(List.of("-r", file.toString())));
		return command;
	}

	/** Unlike pip, uv fails where the home directory is read-only. */
	private Map<String, String> uvVariables(Path folder) {
		String home = this.tools.variable("HOME");
		boolean writable = home != null && Files.isWritable(Path.of(home));
		return (writable || this.tools.variable("UV_CACHE_DIR") != null
				|| this.tools.variable("XDG_CACHE_HOME") != null) ? Map.of()
						: Map.of("UV_CACHE_DIR", folder.resolve("../../uv-cache").normalize().toString());
	}

}
