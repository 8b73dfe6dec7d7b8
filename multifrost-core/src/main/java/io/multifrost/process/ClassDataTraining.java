package io.multifrost.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
 * Makes an archive with two JVMs. One loads and uses what a worker needs, and lists the
 * classes: it has the program's class path and loads its main class, but does not run it,
 * since that might have effects which nobody asked for. The other makes an archive of
 * that list. It takes the place of the one that Java brings along, and so starts a worker
 * quicker than one which is laid over that.
 * <p>
 * Neither takes options from variables, by which a debugger would be started too.
 */
final class ClassDataTraining {

	static final String TRAINING_CLASS = "io.multifrost.child.TrainingProgram";

	private static final Logger logger = LoggerFactory.getLogger(ClassDataTraining.class);

	private static final long TIMEOUT_SECONDS = 120;

	/** About 10 MB each: enough for the programs of a user, and their last versions. */
	private static final int MAX_FILES = 20;

	/** The version of Java that also archives what its linker finds out. */
	private static final int LINKS_CLASSES_SINCE = 24;

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
		Path failure = this.directory.resolve(this.key + ".failed");
		if (Files.exists(failure)) {
			logger.debug("No class data archive is made, since an attempt has failed before: see {}", failure);
			return null;
		}
		Path log = Files.createTempFile(this.directory, this.key, ".log");
		Path archive = Path.of(log + ".new");
		boolean made = run(archive, log);
		if (made) {
			Files.delete(log);
			return archive;
		}
		Files.move(log, failure, StandardCopyOption.REPLACE_EXISTING);
		Files.deleteIfExists(archive);
		logger.debug("The class data archive of {} was not made: see {}", this.program, failure);
		return null;
	}

	private boolean run(Path archive, Path log) throws IOException, InterruptedException {
		Path classes = Path.of(log + ".classes");
		try {
			List<String> listing = new ArrayList<>(List.of("-XX:DumpLoadedClassList=" + classes));
			listing.addAll(JavaCommandLine.startOptions());
			listing.addAll(List.of("-cp", this.program.classPath(), TRAINING_CLASS));
			if (this.program.mainClass() != null) {
				listing.add(this.program.mainClass());
			}
			if (!runJava(listing, log)) {
				return false;
			}
			addClassesOfJava(classes);
			List<String> dumping = new ArrayList<>(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes,
					"-XX:SharedArchiveFile=" + archive, "-cp", this.program.classPath()));
			if (Runtime.version().feature() >= LINKS_CLASSES_SINCE) {
				dumping.add(0, "-XX:+AOTClassLinking");
			}
			return runJava(dumping, log) && Files.exists(archive) && Files.size(archive) > 0;
		}
		finally {
			Files.deleteIfExists(classes);
		}
	}

	/**
	 * The archive stands in for the one that Java brings along, so that it has to hold
	 * what that does: a program uses more than its first moments show.
	 */
	private static void addClassesOfJava(Path classes) throws IOException {
		Path list = Path.of(System.getProperty("java.home", ""), "lib", "classlist");
		if (Files.exists(list)) {
			Files.write(classes, Files.readAllBytes(list), StandardOpenOption.APPEND);
		}
	}

	private boolean runJava(List<String> arguments, Path log) throws IOException, InterruptedException {
		List<String> argv = new ArrayList<>(List.of(JavaCommandLine.executable()));
		argv.addAll(this.program.memoryOptions());
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
		try (Stream<Path> files = Files.list(this.directory)) {
			List<Path> old = files.sorted(Comparator.comparing(ClassDataTraining::age)).skip(MAX_FILES).toList();
			for (Path file : old) {
				Files.deleteIfExists(file);
			}
		}
	}

	private static long age(Path file) {
		return -file.toFile().lastModified();
	}

}
