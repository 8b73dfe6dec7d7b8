package io.multifrost.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

class ClassDataArchiveTests {

	private static final String PROGRAM = "io.multifrost.parent.JavaTestWorker";

	private static final String CLASS_PATH_OF_TESTS = System.getProperty("java.class.path");

	@TempDir
	static Path jars;

	private static String classPath = "";

	@TempDir
	private Path home;

	private Path directory = Path.of("");

	/**
	 * As an application is deployed: jars alone.
	 */
	@BeforeAll
	static void makeJars() throws IOException {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry).toAbsolutePath();
			if (Files.isDirectory(path)) {
				Path jar = jars.resolve(path.getFileName() + ".jar");
				pack(path, jar);
				entries.add(jar.toString());
			}
			else if (Files.isRegularFile(path)) {
				entries.add(path.toString());
			}
		}
		classPath = String.join(File.pathSeparator, entries);
	}

	private static void pack(Path classes, Path jar) throws IOException {
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream zip = new JarOutputStream(out);
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
				Files.copy(file, zip);
			}
		}
	}

	@BeforeEach
	void nameDirectory() {
		this.directory = this.home.resolve("class-data");
	}

	@AfterEach
	void restoreClassPath() {
		System.setProperty("java.class.path", CLASS_PATH_OF_TESTS);
	}

	@Test
	void anArchiveIsMadeAndClassesComeFromIt() throws Exception {
		ClassDataArchive archive = archive(PROGRAM, classPath);
		assertThat(archive.options()).isEmpty();
		archive.create();
		assertThat(archive.options()).hasSize(2).last().isEqualTo("-XX:SharedArchiveFile=" + archive.file());
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).as("nothing temporary is left").hasSize(1);
		}
		assertThat(classesOfAStart(archive, classPath))
			.contains("io.multifrost.child.ChildWorker source: shared objects file",
					"zmq.SocketBase source: shared objects file", PROGRAM + " source: shared objects file")
			// A single one makes Java open all jars that stand before its own.
			.noneMatch((line) -> line.matches("(io.multifrost|zmq|org.zeromq)\\S* source: file.*"));
	}

	private List<String> classesOfAStart(ClassDataArchive archive, String path, String... options) throws IOException {
		Path log = this.home.resolve("classes.log");
		List<String> argv = new ArrayList<>(List.of(JavaCommandLine.executable()));
		argv.addAll(JavaCommandLine.startOptions());
		argv.addAll(archive.options());
		argv.addAll(List.of(options));
		argv.addAll(List.of("-Xlog:class+load:file=" + log + ":none", "-cp", path, PROGRAM));
		try (ParentWorker worker = ParentWorker.spawn(WorkerCommand.of(argv)).start()) {
			assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
		}
		return Files.readAllLines(log);
	}

	@Test
	void aProgramInADirectoryStartsFromAnArchiveOfTheLibrary() throws Exception {
		List<String> library = List.of(classPath.split(File.pathSeparator));
		String directories = System.getProperty("java.class.path");
		String mixed = this.home + File.pathSeparator + directories + File.pathSeparator + classPath;
		WorkerClassPath path = WorkerClassPath.of(mixed, library);
		assertThat(path.toString()).startsWith(classPath + File.pathSeparator + this.home);
		JavaProgram program = Objects.requireNonNull(path.program(PROGRAM, List.of()));
		assertThat(program).isEqualTo(new JavaProgram(null, classPath, List.of()));
		ClassDataArchive archive = Objects.requireNonNull(ClassDataArchive.of(program, this.directory));
		archive.create();
		assertThat(archive.options()).isNotEmpty();
		assertThat(classesOfAStart(archive, path.toString())).contains(
				"io.multifrost.child.ChildWorker source: shared objects file",
				"zmq.SocketBase source: shared objects file");
	}

	/**
	 * An archive of objects that lie otherwise would be refused, and leave the JVM
	 * without any.
	 */
	@Test
	void aWorkerWithAnotherCollectorStartsFromAnArchiveOfItsOwn() throws Exception {
		System.setProperty("java.class.path", classPath);
		WorkerCommand command = WorkerCommand.java(PROGRAM, "-XX:+UseZGC", "-Xmx64m", "-Xss1m", "-Da=b");
		JavaProgram started = Objects.requireNonNull(command.javaProgram());
		JavaProgram program = started.withMemoryOptionsOf(started.options());
		assertThat(program.options()).containsExactly("-XX:+UseZGC", "-Xmx64m");
		assertThat(ClassDataKey.of(program)).isNotEqualTo(key(PROGRAM, classPath));
		ClassDataArchive archive = Objects.requireNonNull(ClassDataArchive.of(program, this.directory));
		archive.create();
		assertThat(classesOfAStart(archive, classPath, "-XX:+UseZGC", "-Xmx64m"))
			.contains("zmq.SocketBase source: shared objects file");
	}

	@Test
	void optionsInVariablesCountInTheOrderInWhichTheJvmTakesThem() {
		Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseZGC  -Xmx1m", "JDK_JAVA_OPTIONS",
				" -Xmx2m", "_JAVA_OPTIONS", "-Xmx4m -Da=b", "PATH", "-Xmx5m");
		assertThat(JavaCommandLine.memoryOptions(JavaCommandLine.withVariables(List.of("-Xmx3m"), environment)))
			.containsExactly("-XX:+UseZGC", "-Xmx1m", "-Xmx2m", "-Xmx3m", "-Xmx4m");
		System.setProperty("java.class.path", classPath);
		WorkerCommand command = WorkerCommand.java(PROGRAM);
		assertThat(ClassDataArchive.of(command, Map.of())).isNotNull();
		assertThat(ClassDataArchive.of(command, Map.of("JAVA_TOOL_OPTIONS", "-Xshare:off"))).isNull();
		boolean links = Runtime.version().feature() >= JavaCommandLine.LINKS_CLASSES_SINCE;
		assertThat(ClassDataArchive.of(command, Map.of("JAVA_TOOL_OPTIONS", "-javaagent:a.jar")) == null)
			.isEqualTo(links);
	}

	@Test
	void whatOthersHaveLeftBehindIsRemoved() throws Exception {
		Files.createDirectories(this.directory);
		Path left = Files.createFile(this.directory.resolve("a.log.new"));
		Path failed = Files.createFile(this.directory.resolve("b.failed"));
		FileTime hourAgo = FileTime.fromMillis(System.currentTimeMillis() - 3_600_000);
		Files.setLastModifiedTime(left, hourAgo);
		Files.setLastModifiedTime(failed, hourAgo);
		Path fresh = Files.createFile(this.directory.resolve("c.log"));
		archive("com.example.Missing", classPath).create();
		assertThat(left).doesNotExist();
		assertThat(failed).exists();
		assertThat(fresh).exists();
	}

	@Test
	void aDamagedArchiveIsNotUsed() throws Exception {
		ClassDataArchive archive = archive("Main", classPath);
		Files.createDirectories(this.directory);
		Path made = this.directory.resolve(key("Main", classPath) + "-363a3020-4.jsa"); // CRC-32
		Files.writeString(made, "....");
		assertThat(archive.file()).as("another content").isNull();
		Files.writeString(made, "abc");
		assertThat(archive.file()).as("cut off").isNull();
		Files.writeString(made, "abcde");
		assertThat(archive.file()).as("too long").isNull();
	}

	@Test
	void aFailureIsKeptForPeopleAndNotRepeated() throws Exception {
		ClassDataArchive archive = archive("com.example.Missing", classPath);
		archive.create();
		assertThat(archive.file()).isNull();
		Path failed = this.directory.resolve(key("com.example.Missing", classPath) + ".failed");
		assertThat(failed).content().contains("ClassNotFoundException: com.example.Missing");
		FileTime before = Files.getLastModifiedTime(failed);
		archive.create();
		assertThat(Files.getLastModifiedTime(failed)).isEqualTo(before);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).containsExactly(failed);
		}
	}

	@Test
	void aDirectoryThatCannotBeMadeDoesNotMatter() throws Exception {
		Files.writeString(this.directory, "a file");
		ClassDataArchive archive = archive("Main", classPath);
		archive.create();
		assertThat(archive.options()).isEmpty();
		assertThat(this.directory).hasContent("a file");
	}

	@Test
	void aJarThatHasChangedNeedsAnotherArchive() throws Exception {
		Path jar = this.home.resolve("app.jar");
		Files.writeString(jar, "1");
		String path = jar + File.pathSeparator + classPath;
		String before = key("Main", path);
		assertThat(key("Main", path)).isNotNull().isEqualTo(before);
		assertThat(key("Other", path)).isNotEqualTo(before);
		Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
		assertThat(key("Main", path)).isNotNull().isNotEqualTo(before);
	}

	@Test
	void aClassPathWithDirectoriesHasNoArchive() throws Exception {
		assertThat(key("Main", classPath + File.pathSeparator + this.home)).isNull();
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "file:/a.jar file:/target/classes/ file:/b.jar");
		Path pathing = this.home.resolve("pathing.jar");
		try (OutputStream out = Files.newOutputStream(pathing);
				JarOutputStream jar = new JarOutputStream(out, manifest)) {
			jar.finish();
		}
		assertThat(key("Main", pathing.toString())).isNull();
		assertThat(ClassDataArchive.of(program("Main", pathing.toString()), this.directory)).isNull();
	}

	@Test
	void onlyCommandsThatRunAMainClassHaveAnArchive() {
		System.setProperty("java.class.path", classPath);
		WorkerCommand java = WorkerCommand.java("Main");
		assertThat(java.javaProgram()).isEqualTo(program("Main", classPath));
		assertThat(java.withArguments("a").withEnvironment("A", "b").withDirectory(this.home).javaProgram())
			.isEqualTo(java.javaProgram());
		assertThat(java.withoutClassDataArchive().javaProgram()).isNull();
		assertThat(java.withoutClassDataArchive()).isNotEqualTo(java);
		assertThat(WorkerCommand.of(java.arguments()).javaProgram()).isNull();
		assertThat(Stream.of("-Xshare:off", "-XX:SharedArchiveFile=x", "-XX:AOTCache=x", "-Xbootclasspath/a:x")
			.map((option) -> ClassDataArchive.of(WorkerCommand.java("Main", option), Map.of()))
			.filter(Objects::nonNull)
			.collect(Collectors.toList())).isEmpty();
	}

	private ClassDataArchive archive(String mainClass, String path) {
		return Objects.requireNonNull(ClassDataArchive.of(program(mainClass, path), this.directory));
	}

	private static JavaProgram program(String mainClass, String path) {
		return new JavaProgram(mainClass, path, List.of());
	}

	private static @Nullable String key(String mainClass, String path) throws IOException {
		return ClassDataKey.of(program(mainClass, path));
	}

}
