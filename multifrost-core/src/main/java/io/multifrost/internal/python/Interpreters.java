package io.multifrost.internal.python;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.internal.python.ToolRunner.Result;

/**
 * Finds the interpreter for a worker. Each is asked once, since that takes as long as it
 * takes to start.
 */
final class Interpreters {

	private static final VersionSpecifiers SUPPORTED = VersionSpecifiers.of(">=3.9");

	private static final List<String> CANDIDATES = List.of("python3", "python", "python3.14", "python3.13",
			"python3.12", "python3.11", "python3.10", "python3.9");

	private final Map<String, PythonInterpreter> asked = new ConcurrentHashMap<>();

	/**
	 * Find an interpreter.
	 * @param executable the one to take, or {@code null} for the first that fits
	 * @param wanted the versions that fit
	 * @param mayInstall whether {@code uv} may install one where none is there
	 * @param tools runs what is asked
	 * @return the interpreter
	 * @throws PythonEnvironmentException if there is none
	 */
	PythonInterpreter find(@Nullable String executable, List<VersionSpecifiers> wanted, boolean mayInstall,
			ToolRunner tools) {
		List<String> rejected = new ArrayList<>();
		List<String> candidates = (executable != null) ? List.of(absolute(executable))
				: CANDIDATES.stream().filter((candidate) -> isOnPath(candidate, tools)).toList();
		for (String candidate : candidates) {
			PythonInterpreter interpreter = ask(candidate, wanted, tools, rejected);
			if (interpreter != null) {
				return interpreter;
			}
		}
		PythonInterpreter interpreter = (executable == null && isOnPath("uv", tools))
				? askUv(wanted, mayInstall, tools, rejected) : null;
		if (interpreter == null) {
			throw none(wanted, rejected,
					(executable != null) ? "name another executable, or another version, for the worker"
							: "install one and put it on the PATH, or name it as the executable of the worker");
		}
		return interpreter;
	}

	/** A worker may be started in another directory than the tools. */
	private static String absolute(String executable) {
		boolean isPath = executable.contains("/") || executable.contains(File.separator);
		return isPath ? Path.of(executable).toAbsolutePath().toString() : executable;
	}

	private @Nullable PythonInterpreter askUv(List<VersionSpecifiers> wanted, boolean mayInstall, ToolRunner tools,
			List<String> rejected) {
		String request = String.join(",", wanted.stream().map(VersionSpecifiers::toString).toList());
		List<String> find = List.of("uv", "python", "find", "--system",
				request.isEmpty() ? SUPPORTED.toString() : request);
		Result found = tools.ask(find, Map.of());
		if (!found.succeeded() && mayInstall) {
			tools.run(List.of("uv", "python", "install", find.get(4)), Map.of(), null,
					"No Python " + find.get(4) + " is there, and uv could not install one");
			found = tools.ask(find, Map.of());
		}
		if (!found.succeeded() || found.answer().isEmpty()) {
			rejected.add("uv finds none" + (found.output().isEmpty() ? "" : ": " + firstLine(found)));
			return null;
		}
		return ask(found.answer().get(found.answer().size() - 1).strip(), wanted, tools, rejected);
	}

	private @Nullable PythonInterpreter ask(String command, List<VersionSpecifiers> wanted, ToolRunner tools,
			List<String> rejected) {
		PythonInterpreter interpreter = ask(command, tools, rejected);
		if (interpreter == null || fits(interpreter, wanted)) {
			return interpreter;
		}
		rejected.add(interpreter.toString());
		return null;
	}

	private @Nullable PythonInterpreter ask(String command, ToolRunner tools, List<String> rejected) {
		String key = command + File.pathSeparator + tools.variable("PATH");
		PythonInterpreter known = this.asked.get(key);
		if (known != null) {
			return known;
		}
		Result result;
		try {
			result = tools.ask(PythonInterpreter.question(command), Map.of());
		}
		catch (WorkerStartException ex) {
			if (ex instanceof PythonEnvironmentException || ex.reason() == WorkerStartException.Reason.STOPPED) {
				throw ex;
			}
			rejected.add(ex.problem());
			return null;
		}
		PythonInterpreter interpreter = PythonInterpreter.parse(command, result.answer());
		if (interpreter == null) {
			rejected.add("'" + command + "' " + result.status().describe() + " when it was asked for its version"
					+ (result.output().isEmpty() ? "" : ", and said: " + firstLine(result)));
			return null;
		}
		this.asked.put(key, interpreter);
		return interpreter;
	}

	private static String firstLine(Result result) {
		return result.output().lines().findFirst().orElse("");
	}

	private static boolean fits(PythonInterpreter interpreter, List<VersionSpecifiers> wanted) {
		return SUPPORTED.allow(interpreter.version())
				&& wanted.stream().allMatch((specifiers) -> specifiers.allow(interpreter.version()));
	}

	static boolean isOnPath(String name, ToolRunner tools) {
		String path = tools.variable("PATH");
		String suffix = (File.separatorChar == '/') ? "" : ".exe";
		return Arrays.stream(((path != null) ? path : "").split(File.pathSeparator))
			.filter((folder) -> !folder.isEmpty())
			.map((folder) -> new File(folder, name + suffix))
			.anyMatch((file) -> file.isFile() && file.canExecute());
	}

	private static PythonEnvironmentException none(List<VersionSpecifiers> wanted, List<String> rejected,
			String remedy) {
		String versions = SUPPORTED + String.join("", wanted.stream().map((specifiers) -> "," + specifiers).toList());
		return new PythonEnvironmentException("No Python (" + versions + ") was found: " + remedy + ". Looked at: "
				+ (rejected.isEmpty() ? "nothing, since no 'python3' is on the PATH" : String.join("; ", rejected)),
				null);
	}

}
