package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.internal.python.ToolRunner.Result;
import io.multifrost.process.PythonEnvironments.Mode;

/**
 * The environments of this user, made where they are missing. Whoever asks for the same
 * packages with the same Python gets the same one.
 *
 * @param root the folder of all of them
 * @param mode whether what is missing is made
 * @param proven what has shown in this JVM that it works
 */
record Environments(Path root, Mode mode, Set<Path> proven) {

	/** To be changed where an environment that was made before is no longer good. */
	private static final String LAYOUT = "1";

	/**
	 * Return the interpreter of an environment.
	 * @param base what it is made of
	 * @param requirements the packages, ours added
	 * @param tools makes it
	 * @return the interpreter
	 * @throws io.multifrost.WorkerStartException if it is missing and may not or could
	 * not be made
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws IOException if the folder cannot be read or written
	 */
	Path interpreter(PythonInterpreter base, Requirements requirements, ToolRunner tools)
			throws IOException, InterruptedException {
		EnvironmentFolder folder = new EnvironmentFolder(this.root.resolve(hash(base, requirements)));
		Path found = working(folder, tools);
		if (found != null) {
			return found;
		}
		Installer installer = new Installer(tools);
		if (this.mode == Mode.REQUIRE) {
			throw new PythonEnvironmentException("The Python environment '" + folder.path() + "' for "
					+ requirements.describe() + " is missing or broken, and environments may not be made here (mode "
					+ "'require'): make it ahead by preparing this application with the same folder and Python in mode "
					+ "'create', which runs: " + installer.describe(base, requirements), null);
		}
		PrivateFolders.make(this.root);
		PrivateFolders.make(folder.path());
		FolderLock lock = FolderLock.take(folder.path(), "lock", tools);
		try {
			found = working(folder, tools);
			return (found != null) ? found : make(folder, base, requirements, installer, tools);
		}
		finally {
			lock.close();
		}
	}

	private Path make(EnvironmentFolder folder, PythonInterpreter base, Requirements requirements, Installer installer,
			ToolRunner tools) throws IOException {
		Path attempt = folder.attempt();
		tools.say("Making the Python environment '" + folder.path() + "' of " + base + " with " + installer.name()
				+ " for " + requirements.describe());
		try {
			installer.install(attempt, base, requirements);
			Path interpreter = EnvironmentFolder.interpreter(attempt);
			Result result = tools.ask(importOwn(interpreter.toString()), Map.of());
			if (!result.succeeded()) {
				throw result.failure("The environment was made, but a worker cannot import msgpack in it: "
						+ "add msgpack to the requirements, with its hash where these have hashes");
			}
			List<String> description = new ArrayList<>(
					List.of("Python " + base.version(), "made of " + base.command()));
			description.addAll(requirements.packages());
			folder.complete(attempt, description);
			this.proven.add(interpreter);
			tools.say("The Python environment '" + folder.path() + "' is ready");
			return interpreter;
		}
		catch (Throwable ex) {
			PrivateFolders.delete(attempt);
			throw ex;
		}
	}

	/** One that was whole may have been damaged since, or its Python replaced. */
	private @Nullable Path working(EnvironmentFolder folder, ToolRunner tools) throws IOException {
		Path interpreter = folder.interpreter();
		if (interpreter == null || this.proven.contains(interpreter)) {
			return interpreter;
		}
		Result result = tools.ask(importOwn(interpreter.toString()), Map.of());
		if (result.status().signal().isPresent()) { // says nothing of what is installed
			throw result.failure("The Python environment '" + folder.path() + "' could not be tried, since its Python "
					+ result.status().describe() + ": try again");
		}
		if (!result.succeeded()) {
			return null;
		}
		this.proven.add(interpreter);
		return interpreter;
	}

	static List<String> importOwn(String interpreter) {
		return List.of(interpreter, "-c",
				"import sys; sys.path[:] = [entry for entry in sys.path if entry]; import msgpack; msgpack.packb");
	}

	private static String hash(PythonInterpreter base, Requirements requirements) {
		List<String> parts = new ArrayList<>(List.of(LAYOUT, base.version(), base.abi(), Requirements.OWN));
		parts.addAll(requirements.content());
		MessageDigest digest = Hashes.sha256();
		digest.update(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
		return Hashes.name(digest);
	}

}
