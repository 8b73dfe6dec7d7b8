package io.multifrost.internal.python;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.internal.python.ToolRunner.Result;

/**
 * Finds the interpreter for a worker. Each is asked once, since that takes as long as it
 * takes to start.
 */
final class Interpreters {

	private static final int OLDEST = 9;

	private static final int NEWEST = 14;

	private static final VersionSpecifiers SUPPORTED = VersionSpecifiers.of(">=3." + OLDEST);

	private static final List<String> CANDIDATES = Stream
		.concat(Stream.of("python3", "python"),
				IntStream.rangeClosed(OLDEST, NEWEST)
					.map((minor) -> NEWEST + OLDEST - minor)
					.mapToObj((minor) -> "python3." + minor))
		.toList();

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
		if (executable != null) {
			// A worker may be started in another directory than the tools
			boolean isPath = executable.contains("/") || executable.contains(File.separator);
			String command = isPath ? Path.of(executable).toAbsolutePath().toString() : executable;
			PythonInterpreter interpreter = ask(command, tools, rejected);
			if (interpreter == null || !fits(interpreter, wanted, rejected)) {
				throw none(wanted, rejected, "name another executable, or another version, for the worker");
			}
			return interpreter;
		}
		for (String candidate : CANDIDATES) {
			PythonInterpreter interpreter = isOnPath(candidate, tools) ? ask(candidate, tools, rejected) : null;
			if (interpreter != null && fits(interpreter, wanted, rejected)) {
				return interpreter;
			}
		}
		PythonInterpreter interpreter = isOnPath("uv", tools) ? askUv(wanted, mayInstall, tools, rejected) : null;
		if (interpreter == null) {
			throw none(wanted, rejected,
					"install one and put it on the PATH, or name it as the executable of the worker");
		}
		return interpreter;
	}

	private @Nullable PythonInterpreter askUv(List<VersionSpecifiers> wanted, boolean mayInstall, ToolRunner tools,
			List<String> rejected) {
		String request = String.join(",", wanted.stream().map(VersionSpecifiers::toString).toList());
		List<String> find = List.of("uv", "python", "find", "--system", request.isEmpty() ? ">=3." + OLDEST : request);
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
		PythonInterpreter interpreter = ask(found.answer().get(found.answer().size() - 1).strip(), tools, rejected);
		return (interpreter != null && fits(interpreter, wanted, rejected)) ? interpreter : null;
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
		catch (PythonEnvironmentException ex) {
			throw ex;
		}
		catch (WorkerStartException ex) {
			if (ex.reason() == WorkerStartException.Reason.STOPPED) {
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

	private static boolean fits(PythonInterpreter interpreter, List<VersionSpecifiers> wanted, List<String> rejected) {
		boolean fits = SUPPORTED.allow(interpreter.version())
				&& wanted.stream().allMatch((specifiers) -> specifiers.allow(interpreter.version()));
		if (!fits) {
			rejected.add(interpreter.toString());
		}
		return fits;
	}

	static boolean isOnPath(String name, ToolRunner tools) {
		String path = tools.variable("PATH");
		String suffix = (File.separatorChar == '/') ? "" : ".exe";
		for (String folder : ((path != null) ? path : "").split(File.pathSeparator)) {
			try {
				Path file = Path.of(folder, name + suffix);
				if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
					return true;
				}
			}
			catch (InvalidPathException ex) {
				continue; // an entry that this JVM cannot name is not in the way of the
							// others
			}
		}
		return false;
	}

	private static PythonEnvironmentException none(List<VersionSpecifiers> wanted, List<String> rejected,
			String remedy) {
		String versions = SUPPORTED + String.join("", wanted.stream().map((specifiers) -> "," + specifiers).toList());
		return new PythonEnvironmentException("No Python (" + versions + ") was found: " + remedy + ". Looked at: "
				+ (rejected.isEmpty() ? "nothing, since no 'python3' is on the PATH" : String.join("; ", rejected)),
				null);
	}

}
