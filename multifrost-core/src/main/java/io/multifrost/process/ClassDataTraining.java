package io.multifrost.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an archive with three JVMs. One is a worker, and lists the classes that it loads;
 * one is its parent, which adds those of the program's main class, but does not run it,
 * since that might have effects which nobody asked for. The third makes an archive of
 * that list. It takes the place of the one that Java brings along, and so starts a worker
 * quicker than one which is laid over that.
 * <p>
 * Of the options in variables, by which a debugger would be started too, they are given
 * those alone that decide how objects lie in memory.
 */
final class ClassDataTraining {

	static final String TRAINING_CLASS = "io.multifrost.child.TrainingProgram";

	private static final Logger logger = LoggerFactory.getLogger(ClassDataTraining.class);

	private static final long TIMEOUT_SECONDS = 120;

	/** 15 to 26 MB each: enough for the programs of a user. */
	private static final int MAX_ARCHIVES = 10;

	private static final String ARCHIVE = ".jsa";

	private static final String FAILURE = ".failed";

	/** When it is tried again, since the cause may have been a busy machine. */
	private static final Duration FAILURE_IS_OLD = Duration.ofDays(1);

	/** When whoever was making a file has ended before it could remove it. */
	private static final Duration TEMPORARY_IS_OLD = Duration.ofMinutes(10);

	private final JavaProgram program;

	private final Path directory;

	private final String key;

	ClassDataTraining(JavaProgram program, Path directory, String key) {
		this.program = program;
		this.directory = directory;
		this.key = key;
	}

	/**
	 * Make an archive.
	 * @return a temporary file, or {@code null} if it was not made
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Path run() throws IOException, InterruptedException {
		removeOld();
		Path failure = this.directory.resolve(this.key + FAILURE);
		if (Files.exists(failure)) {
			logger.debug("No class data archive is made, since an attempt has failed before: see {}", failure);
			return null;
		}
		Path log = Files.createTempFile(this.directory, this.key, ".log");
		Path archive = Path.of(log + ".new");
		boolean made = false;
		try {
			made = run(archive, log);
			if (!made) {
				Files.move(log, failure, StandardCopyOption.REPLACE_EXISTING);
				logger.debug("The class data archive of {} was not made: see {}", this.program, failure);
			}
			return made ? archive : null;
		}
		finally {
			Files.deleteIfExists(log);
			if (!made) {
				Files.deleteIfExists(archive);
			}
		}
	}

	/**
	 * Remove what others have left behind, and failures that may not be repeated.
	 */
	private void removeOld() throws IOException {
		for (Path file : files()) {
			String name = file.getFileName().toString();
			Duration age = Duration.ofMillis(System.currentTimeMillis() - file.toFile().lastModified());
			Duration old = name.endsWith(FAILURE) ? FAILURE_IS_OLD : TEMPORARY_IS_OLD;
			if (!name.endsWith(ARCHIVE) && age.compareTo(old) > 0) {
				remove(file);
			}
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private boolean run(Path archive, Path log) throws IOException, InterruptedException {
		Path classes = Path.of(log + ".classes");
		try {
			if (!runJava(listing(classes), log)) {
				return false;
			}
			List<String> dumping = new ArrayList<>(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes,
					"-XX:SharedArchiveFile=" + archive, "-cp", this.program.classPath()));
			if (linksClasses()) {
				dumping.add(0, "-XX:+AOTClassLinking");
			}
			return runJava(dumping, log) && Files.exists(archive) && Files.size(archive) > 0;
		}
		finally {
			Files.deleteIfExists(classes);
		}
	}

	/**
	 * Return whether an archive holds linked classes, which a JVM then loads all when it
	 * starts.
	 */
	private static boolean linksClasses() {
		return Runtime.version().feature() >= JavaCommandLine.LINKS_CLASSES_SINCE;
	}

	private List<String> listing(Path classes) {
		String mainClass = this.program.mainClass();
		List<String> arguments = new ArrayList<>(List.of("-cp", this.program.classPath(), TRAINING_CLASS,
				classes.toString(), (mainClass != null) ? mainClass : "", Boolean.toString(linksClasses()),
				JavaCommandLine.executable()));
		arguments.addAll(this.program.options());
		arguments.addAll(JavaCommandLine.startOptions());
		arguments.add("-XX:DumpLoadedClassList=" + classes);
		return arguments;
	}

	private boolean runJava(List<String> arguments, Path log) throws IOException, InterruptedException {
		List<String> argv = new ArrayList<>(List.of(JavaCommandLine.executable()));
		argv.addAll(this.program.options());
		argv.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		Map<String, String> environment = builder.environment();
		JavaCommandLine.OPTION_VARIABLES.forEach(environment::remove);
		Process process = builder.start();
		try {
			return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	/**
	 * Give an archive its name, by which others find it, and remove old ones. A process
	 * that did the same meanwhile has made one that is as good.
	 * @param made the temporary file
	 * @param target its place
	 * @throws IOException if the directory cannot be changed
	 */
	void publish(Path made, Path target) throws IOException {
		Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
		logger.debug("Made the class data archive of {}: {}", this.program, target);
		List<Path> old = files().stream()
			.filter((file) -> file.toString().endsWith(ARCHIVE))
			.sorted(Comparator.comparing(ClassDataTraining::age))
			.skip(MAX_ARCHIVES)
			.toList();
		old.forEach(ClassDataTraining::remove);
	}

	private static void remove(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			// Such as one that a process has opened, on some systems.
			logger.debug("{} could not be removed", file, ex);
		}
	}

	private static long age(Path file) {
		return -file.toFile().lastModified();
	}

}
