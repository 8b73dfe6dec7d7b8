package io.multifrost.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A worker that serves the functions of a Python module, which needs to know nothing of
 * this library: what is served, by which Python, and with which packages. Immutable; see
 * {@link #module(String)} and {@link #script(String)}.
 * <p>
 * A location is a path, a {@code file:} URL, or {@code classpath:} and the name of a
 * resource. A relative path is relative to the directory of this JVM. Resources in a jar
 * are unpacked together with all that lies in their folder.
 *
 * @param module the name by which Python imports the module, or {@code null} where it is
 * a script
 * @param script the location of the script, or {@code null} where it is a module
 * @param object the object of the module whose methods are served, or {@code null} for
 * the functions of the module
 * @param searchPath the locations of folders in which modules are looked for before all
 * other places
 * @param requirements the packages that are needed, as lines of a requirements file
 * @param requirementFiles the locations of requirements files
 * @param version the version of Python, for example {@code 3.12}, or {@code null} for any
 * @param executable the interpreter: a path, or a name that is looked up on the
 * {@code PATH}, or {@code null} for the first one that fits
 * @param debugPort the port of this machine at which a debugger can attach, or
 * {@code null} for none
 * @param environment the variables that are added to the environment of the worker, and
 * of the tools that install its packages
 */
public record PythonWorker(@Nullable String module, @Nullable String script, @Nullable String object,
		List<String> searchPath, List<String> requirements, List<String> requirementFiles, @Nullable String version,
		@Nullable String executable, @Nullable Integer debugPort, Map<String, String> environment) {

	private static final Pattern MODULE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*");

	private static final int MAX_PORT = 65_535;

	private static final Pattern VERSION = Pattern.compile("3(\\.\\d{1,3}){0,2}");

	/**
	 * Check the description.
	 * @throws IllegalArgumentException if a value is blank, or is not what it should be
	 */
	public PythonWorker {
		if ((module == null) == (script == null)) {
			throw new IllegalArgumentException("A Python worker serves either a module or a script: name one of them");
		}
		if (module != null && !MODULE.matcher(module).matches()) {
			throw new IllegalArgumentException("'" + module + "' is not the name of a Python module: name it as Python"
					+ " imports it, for example 'company.words'; a file is a script");
		}
		if (version != null && !VERSION.matcher(version).matches()) {
			throw new IllegalArgumentException("'" + version
					+ "' is not a version of Python that can run a worker: name it as '3.12' or '3.12.1'");
		}
		if (debugPort != null && (debugPort < 1 || debugPort > MAX_PORT)) {
			throw new IllegalArgumentException(
					"The port for a debugger must be from 1 to " + MAX_PORT + ", but is " + debugPort);
		}
		checkNotBlank("script", script);
		checkNotBlank("object", object);
		checkNotBlank("executable", executable);
		searchPath.forEach((location) -> checkNotBlank("search path", location));
		requirementFiles.forEach((location) -> checkNotBlank("requirements file", location));
		searchPath = List.copyOf(searchPath);
		requirements = List.copyOf(requirements);
		requirementFiles = List.copyOf(requirementFiles);
		environment = Map.copyOf(environment);
	}

	private static void checkNotBlank(String what, @Nullable String value) {
		if (value != null && value.isBlank()) {
			throw new IllegalArgumentException("The " + what + " of a Python worker must not be blank");
		}
	}

	/**
	 * Serve a module.
	 * @param name the name by which Python imports it, for example {@code words} or
	 * {@code company.words}
	 * @return a builder
	 */
	public static Builder module(String name) {
		return new Builder(name, null);
	}

	/**
	 * Serve the module that a file holds.
	 * @param location the location of the file, for example
	 * {@code classpath:workers/words.py}
	 * @return a builder
	 */
	public static Builder script(String location) {
		return new Builder(null, location);
	}

	/**
	 * Return the name that the worker has where it is given none.
	 * @return the module, or the script's name without folder and extension
	 */
	public String defaultName() {
		return (this.module != null) ? this.module
				: String.valueOf(this.script).replaceFirst(".*[/:]", "").replaceFirst("\\.py$", "");
	}

	/**
	 * Return a copy with variables added to, or replaced in, the environment.
	 * @param variables the variables
	 * @return the copy
	 */
	public PythonWorker withEnvironment(Map<String, String> variables) {
		Map<String, String> merged = new LinkedHashMap<>(this.environment);
		merged.putAll(variables);
		return new PythonWorker(this.module, this.script, this.object, this.searchPath, this.requirements,
				this.requirementFiles, this.version, this.executable, this.debugPort, merged);
	}

	/**
	 * Return what is served, without the environment, whose values may be secret.
	 * @return the module or script
	 */
	@Override
	public String toString() {
		return "Python " + ((this.module != null) ? "module " + this.module : "script " + this.script);
	}

	/**
	 * Builds the description of a worker.
	 */
	public static final class Builder {

		private final @Nullable String module;

		private final @Nullable String script;

		private @Nullable String object;

		private final List<String> searchPath = new ArrayList<>();

		private final List<String> requirements = new ArrayList<>();

		private final List<String> requirementFiles = new ArrayList<>();

		private @Nullable String version;

		private @Nullable String executable;

		private @Nullable Integer debugPort;

		private final Map<String, String> environment = new LinkedHashMap<>();

		private Builder(@Nullable String module, @Nullable String script) {
			this.module = module;
			this.script = script;
		}

		/**
		 * Serve the methods of an object that the module holds, or of an instance of a
		 * class that it holds, instead of the module's functions.
		 * @param name the name of the object or class
		 * @return this builder
		 */
		public Builder object(String name) {
			this.object = name;
			return this;
		}

		/**
		 * Look for modules in a folder, after the folders named before, and before all
		 * other places.
		 * @param location the location of the folder, for example
		 * {@code classpath:workers/}
		 * @return this builder
		 */
		public Builder searchPath(String location) {
			this.searchPath.add(location);
			return this;
		}

		/**
		 * Add packages that the worker needs.
		 * @param lines the lines, as in a requirements file, for example
		 * {@code numpy>=2,<3}
		 * @return this builder
		 */
		public Builder requirements(String... lines) {
			this.requirements.addAll(List.of(lines));
			return this;
		}

		/**
		 * Add a file that names packages which the worker needs.
		 * @param file the file, as {@code pip install -r} takes it
		 * @return this builder
		 */
		public Builder requirements(Path file) {
			return requirementsFrom(file.toString());
		}

		/**
		 * Add a file that names packages which the worker needs.
		 * @param location the location of the file, for example
		 * {@code classpath:workers/requirements.txt}
		 * @return this builder
		 */
		public Builder requirementsFrom(String location) {
			this.requirementFiles.add(location);
			return this;
		}

		/**
		 * Take an interpreter of this version.
		 * @param version the version, for example {@code 3.12}
		 * @return this builder
		 */
		public Builder version(String version) {
			this.version = version;
			return this;
		}

		/**
		 * Take this interpreter. Where packages are required, their environment is made
		 * with it; else it runs the worker itself.
		 * @param executable a path, or a name that is looked up on the {@code PATH}
		 * @return this builder
		 */
		public Builder executable(String executable) {
			this.executable = executable;
			return this;
		}

		/**
		 * Let a debugger attach, which takes the package {@code debugpy}. While it has
		 * the worker halted, no heartbeat is answered.
		 * @param port the port, at the loopback address alone
		 * @return this builder
		 */
		public Builder debug(int port) {
			this.debugPort = port;
			return this;
		}

		/**
		 * Add a variable to the environment of the worker, and of the tools that install
		 * its packages.
		 * @param name the name
		 * @param value the value
		 * @return this builder
		 */
		public Builder environment(String name, String value) {
			this.environment.put(name, value);
			return this;
		}

		/**
		 * Build the description.
		 * @return the description
		 * @throws IllegalArgumentException if a value is blank, or is not what it should
		 * be
		 */
		public PythonWorker build() {
			return new PythonWorker(this.module, this.script, this.object, this.searchPath, this.requirements,
					this.requirementFiles, this.version, this.executable, this.debugPort, this.environment);
		}

	}

}
