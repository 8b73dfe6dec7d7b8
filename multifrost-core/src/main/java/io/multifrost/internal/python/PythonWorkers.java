package io.multifrost.internal.python;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.internal.UserDirectory;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.process.WorkerLauncher.OutputListener;

/**
 * Makes ready what a Python worker needs, and says what is spawned. One object serves all
 * workers, since it remembers what it has found out. Safe for use by several threads.
 */
public final class PythonWorkers {

	/** The folder of the class path that holds the package which serves a module. */
	private static final String PACKAGES = "io/multifrost/python/";

	private final PythonEnvironments settings;

	private final String packages;

	/** That of the application: threads that start a worker later may have another. */
	private final ClassLoader loader;

	private final Interpreters interpreters = new Interpreters();

	/** Interpreters of environments that have shown that they work. */
	private final Set<Path> proven = ConcurrentHashMap.newKeySet();

	/** Interpreters that need no environment to run a worker, with their search paths. */
	private final Set<String> sufficient = ConcurrentHashMap.newKeySet();

	public PythonWorkers(PythonEnvironments settings) {
		this(settings, PACKAGES);
	}

	PythonWorkers(PythonEnvironments settings, String packages) {
		this.settings = settings;
		this.packages = packages;
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		this.loader = (context != null) ? context : PythonWorkers.class.getClassLoader();
	}

	/**
	 * Make a worker ready: find its interpreter, make its environment where that is
	 * missing, unpack its files. Takes from milliseconds to minutes.
	 * @param worker the description
	 * @param listener gets what is done, and what the tools say, line by line
	 * @return what is spawned
	 * @throws WorkerStartException if something is missing or fails, of type
	 * {@link PythonEnvironmentException} where it is the interpreter or the packages; or
	 * if the thread is interrupted, whose mark then stays
	 */
	public PreparedPython prepare(PythonWorker worker, OutputListener listener) {
		Path root = root();
		ToolRunner tools = new ToolRunner(worker.environment(), listener, this.settings.timeout());
		Environments environments = new Environments(root, this.settings.mode(), this.proven);
		Locations locations = new Locations(this.loader, new UnpackedFiles(root.resolve("files")), tools);
		try {
			if (Files.isDirectory(root)) {
				PrivateFolders.check(root);
			}
			Path packages = locations.packages(this.packages, "multifrost_worker");
			boolean mayInstall = this.settings.mode() == PythonEnvironments.Mode.CREATE;
			return new Preparation(worker, tools, locations, environments).run(packages,
					(wanted) -> this.interpreters.find(worker.executable(), wanted, mayInstall, tools),
					this.sufficient);
		}
		catch (InterruptedException ex) {
			throw ToolRunner.interrupted(ex);
		}
		catch (IOException ex) {
			throw new PythonEnvironmentException("The files of the " + worker + " could not be read or written (" + ex
					+ "): see that there is room, and that this user may write to '" + root
					+ "', or name another folder for Python environments", ex);
		}
	}

	private Path root() {
		Path root = this.settings.directory();
		if (root == null) {
			root = UserDirectory.find()
				.orElseThrow(
						() -> new PythonEnvironmentException("There is no home directory to keep Python environments"
								+ " in: name a folder for them, or set the environment variable "
								+ UserDirectory.VARIABLE, null))
				.resolve("python");
		}
		root = root.toAbsolutePath().normalize();
		if (root.toString().contains(File.pathSeparator)) {
			throw new PythonEnvironmentException("Folder '" + root + "' cannot be used for Python workers, since '"
					+ File.pathSeparator + "' in its name would end it on PYTHONPATH: name another folder", null);
		}
		return root;
	}

}
