package io.multifrost.internal.python;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.process.PythonWorker;
import io.multifrost.process.WorkerCommand;

/**
 * Makes one worker ready, once.
 *
 * @param worker the worker
 * @param tools run what is needed for it
 * @param locations find its files
 * @param environments hold its packages
 */
record Preparation(PythonWorker worker, ToolRunner tools, Locations locations, Environments environments) {

	private static final String PATH_VARIABLE = "PYTHONPATH";

	private static final String HOME_VARIABLE = "PYTHONHOME";

	PreparedPython run(Path packages, Function<List<VersionSpecifiers>, PythonInterpreter> interpreters,
			Set<String> sufficient) throws IOException, InterruptedException {
		Path script = script();
		ScriptMetadata metadata = (script != null) ? ScriptMetadata.of(script) : ScriptMetadata.NONE;
		Requirements requirements = requirements(metadata);
		PythonInterpreter base = interpreters.apply(versions(metadata));
		if (!requirements.isEmpty()) {
			Path interpreter = this.environments.interpreter(base, requirements, this.tools);
			return prepared(interpreter.toString(), interpreter, packages, pythonPath(packages), script);
		}
		String pythonPath = pythonPath(packages);
		if (isSufficient(base.command(), pythonPath, sufficient)) {
			return prepared(base.command(), null, packages, pythonPath, script);
		}
		// What is installed for the interpreter stays in use; only what it lacks is added
		Path interpreter = this.environments.interpreter(base, requirements, this.tools);
		return prepared(base.command(), interpreter, packages, pythonPath(packages, sitePackages(interpreter)), script);
	}

	private PreparedPython prepared(String interpreter, @Nullable Path environment, Path packages, String pythonPath,
			@Nullable Path script) throws IOException, InterruptedException {
		WorkerCommand command = WorkerCommand.of(arguments(interpreter, packages, script))
			.withEnvironment(this.worker.environment())
			.withEnvironment(PATH_VARIABLE, pythonPath);
		// To Python an empty variable is not set; that of the user names another library
		return new PreparedPython((environment != null) ? command.withEnvironment(HOME_VARIABLE, "") : command,
				environment);
	}

	private List<String> arguments(String interpreter, Path packages, @Nullable Path script)
			throws IOException, InterruptedException {
		// Not -m: with that the working directory hides the libraries of the same names
		String program = packages.resolve("multifrost_worker/__main__.py").toString();
		List<String> arguments = new ArrayList<>(List.of(interpreter, program, "serve"));
		String module = this.worker.module();
		if (module != null) {
			arguments.addAll(List.of("--module", module));
		}
		if (script != null) {
			arguments.addAll(List.of("--script", script.toString()));
		}
		String object = this.worker.object();
		if (object != null) {
			arguments.addAll(List.of("--object", object));
		}
		Integer debugPort = this.worker.debugPort();
		if (debugPort != null) {
			arguments.addAll(List.of("--debug", debugPort.toString()));
		}
		for (String location : this.worker.searchPath()) {
			arguments.addAll(List.of("--path", this.locations.folder(location, module).toString()));
		}
		return arguments;
	}

	private @Nullable Path script() throws IOException, InterruptedException {
		String location = this.worker.script();
		if (location == null) {
			return null;
		}
		Path script = this.locations.file("Script", location);
		if (!Files.isRegularFile(script)) {
			throw Locations.missing("Script", location, "'" + script + "' is not a file");
		}
		return script;
	}

	private Requirements requirements(ScriptMetadata metadata) throws IOException, InterruptedException {
		List<Path> files = new ArrayList<>();
		for (String location : this.worker.requirementFiles()) {
			files.add(this.locations.file("Requirements file", location));
		}
		return Requirements.of(files,
				Stream.concat(this.worker.requirements().stream(), metadata.dependencies().stream()).toList());
	}

	private List<VersionSpecifiers> versions(ScriptMetadata metadata) {
		String version = this.worker.version();
		boolean exact = version != null && version.chars().filter((c) -> c == '.').count() == 2;
		return Stream
			.of(VersionSpecifiers.of((version != null) ? "==" + version + (exact ? "" : ".*") : ""),
					metadata.requiresPython())
			.filter((specifiers) -> !specifiers.isEmpty())
			.toList();
	}

	/**
	 * Return whether an interpreter can run a worker as it is, with the variables that
	 * the worker will have.
	 */
	private boolean isSufficient(String interpreter, String pythonPath, Set<String> sufficient) {
		String key = interpreter + "\n" + pythonPath;
		if (sufficient.contains(key)) {
			return true;
		}
		String home = this.tools.variable(HOME_VARIABLE);
		Map<String, String> variables = Map.of(PATH_VARIABLE, pythonPath, HOME_VARIABLE, (home != null) ? home : "");
		boolean succeeded = this.tools.ask(Environments.importOwn(interpreter), variables).succeeded();
		if (succeeded) {
			sufficient.add(key);
		}
		return succeeded;
	}

	static Path sitePackages(Path interpreter) throws IOException {
		Path library = interpreter.resolve("../../lib").normalize(); // of the link, not
																		// of its target
		try (Stream<Path> versions = Files.list(library)) {
			return versions.filter((folder) -> folder.getFileName().toString().startsWith("python"))
				.findFirst()
				.orElse(library)
				.resolve("site-packages");
		}
	}

	/** Ours first; what the user has there stays behind it. */
	private String pythonPath(Path... folders) {
		Stream<String> ours = Stream.of(folders).map(Path::toString);
		String users = this.tools.variable(PATH_VARIABLE);
		// An empty entry would be the working directory
		return Stream.concat(ours, Stream.ofNullable((users != null && !users.isEmpty()) ? users : null))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
