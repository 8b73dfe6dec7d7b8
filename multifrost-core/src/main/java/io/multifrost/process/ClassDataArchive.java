package io.multifrost.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.UserDirectory;

/**
 * The archive of a program's classes, from which a JVM starts in about half the time. It
 * is made by JVMs of its own, a moment after the first start of the program, and kept in
 * a directory of the user. Whatever goes wrong with it costs only its advantage.
 * <p>
 * A JVM ignores an archive of other classes, but can crash on one that is cut off: an
 * archive carries its length and checksum in its name, and is used if they are right.
 */
final class ClassDataArchive {

	private static final Logger logger = LoggerFactory.getLogger(ClassDataArchive.class);

	private static final String SUFFIX = ".jsa";

	/** Lets the program that was started come first. */
	private static final long DELAY_MILLIS = 500;

	/** What this process has tried to make, or is making. */
	private static final Set<Path> attempted = ConcurrentHashMap.newKeySet();

	/** What this process has read, and found to be as its name says. */
	private static final Set<Path> verified = ConcurrentHashMap.newKeySet();

	/** The jars of this JVM's class path do not change under it. */
	private static final Map<JavaProgram, ClassDataArchive> known = new ConcurrentHashMap<>();

	private final Path directory;

	private final String key;

	private final JavaProgram program;

	private volatile @Nullable Path found;

	private ClassDataArchive(Path directory, String key, JavaProgram program) {
		this.directory = directory;
		this.key = key;
		this.program = program;
	}

	/**
	 * Return the archive of a command.
	 * @param command the command
	 * @param environment the variables of its process
	 * @return the archive, which may not have been made yet, or {@code null} if there is
	 * none for such a command
	 */
	static @Nullable ClassDataArchive of(WorkerCommand command, Map<String, String> environment) {
		JavaProgram program = command.javaProgram();
		if (program == null) {
			return null;
		}
		List<String> options = JavaCommandLine.withVariables(program.options(), environment);
		return JavaCommandLine.allowArchive(options)
				? known.computeIfAbsent(program.withMemoryOptionsOf(options), ClassDataArchive::find) : null;
	}

	private static @Nullable ClassDataArchive find(JavaProgram program) {
		Path user = UserDirectory.find().orElse(null);
		return (user != null) ? of(program, user.resolve("class-data")) : null;
	}

	static @Nullable ClassDataArchive of(JavaProgram program, Path directory) {
		try {
			String key = ClassDataKey.of(program);
			return (key != null) ? new ClassDataArchive(directory.toAbsolutePath(), key, program) : null;
		}
		catch (IOException ex) {
			logger.debug("There is no class data archive for {}", program, ex);
			return null;
		}
	}

	/**
	 * Return the options of a JVM that starts from the archive. Should it not be able to,
	 * it says nothing, as this would be taken for output of the worker.
	 * @return the options, empty if there is no archive yet
	 */
	List<String> options() {
		Path file = file();
		return (file != null) ? List.of("-Xlog:cds=off", "-XX:SharedArchiveFile=" + file) : List.of();
	}

	/**
	 * Find the archive.
	 * @return its file, or {@code null} if it has not been made, or is damaged
	 */
	@Nullable Path file() {
		Path file = this.found;
		if (file == null || !isWhole(file)) {
			file = look();
			this.found = file;
		}
		return file;
	}

	private @Nullable Path look() {
		if (!Files.isDirectory(this.directory)) {
			return null;
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter(this::isMine).filter(ClassDataArchive::isWhole).findFirst().orElse(null);
		}
		catch (IOException ex) {
			logger.debug("The class data archives in {} cannot be read", this.directory, ex);
			return null;
		}
	}

	private boolean isMine(Path file) {
		String name = file.getFileName().toString();
		return name.startsWith(this.key + "-") && name.endsWith(SUFFIX);
	}

	private static boolean isWhole(Path file) {
		try {
			String name = file.getFileName().toString();
			if (!name.endsWith("-" + Files.size(file) + SUFFIX)) {
				return false;
			}
			if (!verified.contains(file) && name.contains("-" + checksum(file) + "-")) {
				verified.add(file);
			}
			return verified.contains(file);
		}
		catch (IOException ex) {
			logger.debug("The class data archive {} cannot be read", file, ex);
			return false;
		}
	}

	private static String checksum(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file);
				CheckedInputStream checked = new CheckedInputStream(in, new CRC32())) {
			checked.transferTo(OutputStream.nullOutputStream());
			return Long.toHexString(checked.getChecksum().getValue());
		}
	}

	/**
	 * Make the archive in a while, if there is none, and this process has not tried
	 * before. Returns at once.
	 */
	void createLater() {
		if (attempted.add(this.directory.resolve(this.key)) && file() == null) {
			CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS, ClassDataArchive::start)
				.execute(this::create);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "class-data-archive");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Make the archive, and wait for it.
	 */
	void create() {
		try {
			if (file() != null) {
				// Another process was quicker.
				return;
			}
			Files.createDirectories(this.directory);
			ClassDataTraining training = new ClassDataTraining(this.program, this.directory, this.key);
			Path made = training.run();
			if (made != null) {
				String name = this.key + "-" + checksum(made) + "-" + Files.size(made) + SUFFIX;
				training.publish(made, this.directory.resolve(name));
			}
		}
		catch (IOException ex) {
			logger.debug("The class data archive of {} could not be made in {}", this.program, this.directory, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
