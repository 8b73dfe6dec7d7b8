package io.multifrost.internal.python;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocationsTests {

	@TempDir
	private Path temp;

	private Path files;

	private Path jar;

	@BeforeEach
	void makeJar() throws Exception {
		this.files = this.temp.resolve("home/files");
		this.jar = this.temp.resolve("an application.jar");
		writeJar("workers/words.py", "workers/helpers/__init__.py", "workers/helpers/data.bin",
				"workers/__pycache__/words.cpython-311.pyc", "workers/Words.class", "other/secret.py", "main.py",
				"application.yml", "tools/__init__.py", "tools/deep/data.txt", "org/Main.class", "org/data.txt");
	}

	@Test
	void aScriptIsUnpackedFromAJarWithAllThatLiesBesideIt() throws Exception {
		Path script = locations().file("Script", "classpath:workers/words.py");
		assertThat(script).hasContent("content of workers/words.py");
		assertThat(unpacked(script.getParent())).containsExactly("helpers/__init__.py", "helpers/data.bin", "words.py");
		for (Path folder : List.of(script.getParent(), this.files, this.files.getParent())) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		}
	}

	@Test
	void aModuleIsFoundInAJarThatDoesNotNameItsFolders() throws Exception {
		Path folder = locations().folder("classpath:workers", "words");
		assertThat(folder).isEqualTo(locations().folder("classpath:/workers/", "helpers"))
			.isEqualTo(locations().folder("classpath:workers/", "helpers.more"))
			.isEqualTo(locations().file("Script", "classpath:workers/words.py").getParent());
	}

	@Test
	void atTheRootOfAJarOnlyPythonIsUnpacked() throws Exception {
		Path script = locations().file("Script", "classpath:main.py");
		assertThat(unpacked(script.getParent())).containsExactly("main.py", "tools/__init__.py", "tools/deep/data.txt");
	}

	@Test
	void whatIsUnpackedIsKeptAsLongAsItIsTheSame() throws Exception {
		Path script = locations().file("Script", "classpath:workers/words.py");
		FileTime time = FileTime.fromMillis(0);
		Files.setLastModifiedTime(script, time);
		assertThat(locations().file("Script", "classpath:workers/words.py")).isEqualTo(script);
		assertThat(Files.getLastModifiedTime(script)).isEqualTo(time);
		writeJar("workers/words.py", "workers/new.py");
		assertThat(locations().file("Script", "classpath:workers/words.py")).isNotEqualTo(script);
	}

	@Test
	void whatIsNoLongerWholeIsReplaced() throws Exception {
		Path script = locations().file("Script", "classpath:workers/words.py");
		Files.writeString(script, "half");
		locations().file("Script", "classpath:workers/words.py");
		assertThat(script).hasContent("content of workers/words.py");
		Files.delete(script.resolveSibling(".multifrost"));
		Files.delete(script);
		locations().file("Script", "classpath:workers/words.py");
		assertThat(script).hasContent("content of workers/words.py");
	}

	@Test
	void whatAKilledApplicationLeftHalfUnpackedIsRemoved() throws Exception {
		Path script = locations().file("Script", "classpath:workers/words.py");
		Path half = Files.createDirectory(this.files.resolve(script.getParent().getFileName() + ".new-123"));
		Files.writeString(half.resolve("words.py"), "con");
		Files.delete(script);
		locations().file("Script", "classpath:workers/words.py");
		assertThat(half).doesNotExist();
		assertThat(script).exists();
	}

	@Test
	void severalThreadsUnpackTheSameAtOnce() {
		List<Path> scripts = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
			try {
				return locations().file("Script", "classpath:workers/words.py");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		})).limit(8).toList().stream().map(CompletableFuture::join).distinct().toList();
		assertThat(scripts).hasSize(1);
		assertThat(scripts.get(0)).hasContent("content of workers/words.py");
	}

	@Test
	void aFolderThatOthersMayWriteToIsRefused() throws Exception {
		Path script = locations().file("Script", "classpath:workers/words.py");
		Files.setPosixFilePermissions(script.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatThrownBy(() -> locations().file("Script", "classpath:workers/words.py"))
			.isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("chmod go-w");
	}

	@Test
	void anEntryThatWouldLieOutsideIsRefused() throws Exception {
		writeJar("workers/words.py", "workers/../../outside.py");
		assertThatThrownBy(() -> locations().file("Script", "classpath:workers/words.py"))
			.isInstanceOf(IOException.class)
			.hasMessageContaining("outside");
	}

	@Test
	void aFolderOfTheClassPathIsUsedWhereItIs() throws Exception {
		Path classes = Files.createDirectories(this.temp.resolve("target/my classes/workers"));
		Path words = Files.writeString(classes.resolve("words.py"), "");
		Locations locations = locations(this.temp.resolve("target/my classes").toUri().toURL());
		assertThat(locations.file("Script", "classpath:workers/words.py")).isEqualTo(words);
		assertThat(locations.folder("classpath:workers/", "words")).isEqualTo(classes);
		assertThat(locations.folder("classpath:workers", null)).isEqualTo(classes);
		assertThat(this.files).doesNotExist();
	}

	@Test
	void aPackageOfThisLibraryIsUnpackedFromAFolderToo() throws Exception {
		Path folder = locations().packages(PythonRuns.STAND_IN, "multifrost_worker");
		assertThat(folder).startsWith(this.files);
		assertThat(unpacked(folder)).containsExactly("multifrost_worker/__init__.py", "multifrost_worker/__main__.py");
	}

	@Test
	void pathsAndFileUrlsAreTakenAsTheyAre() throws Exception {
		assertThat(locations().file("Script", "file:/tmp/a%20b.py")).hasToString("/tmp/a b.py");
		assertThat(locations().file("Script", "file:/tmp/a b.py")).hasToString("/tmp/a b.py");
		assertThat(locations().file("Script", "file:///tmp/a b.py")).hasToString("/tmp/a b.py");
		assertThat(locations().file("Script", "workers/a.py")).isEqualTo(Path.of("workers/a.py").toAbsolutePath());
		assertThat(locations().folder(this.temp.toString(), "any")).isEqualTo(this.temp);
	}

	@Test
	void whatDoesNotExistIsNamed() {
		assertMissing(() -> locations().file("Script", "classpath:workers/none.py"), "classpath:workers/none.py");
		assertMissing(() -> locations().file("Script", "classpath:workers/"), "classpath:workers/");
		assertMissing(() -> locations().folder("classpath:none/", "words"), "holds the module words");
		assertMissing(() -> locations().folder(this.temp + "/none", null), "is not a folder");
	}

	private static void assertMissing(ThrowingCallable call, String words) {
		assertThatThrownBy(call)
			.isInstanceOfSatisfying(WorkerStartException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCRIPT_NOT_FOUND))
			.hasMessageContaining(words);
	}

	private static List<String> unpacked(Path folder) throws Exception {
		try (Stream<Path> paths = Files.walk(folder)) {
			return paths.filter(Files::isRegularFile)
				.map((path) -> folder.relativize(path).toString())
				.filter((name) -> !name.equals(".multifrost"))
				.sorted()
				.toList();
		}
	}

	private Locations locations() throws IOException {
		return locations(this.jar.toUri().toURL());
	}

	private Locations locations(URL url) {
		ToolRunner tools = new ToolRunner(Map.of(), (error, line) -> {
		}, Duration.ofMinutes(1));
		return new Locations(new URLClassLoader(new URL[] { url }, null), new UnpackedFiles(this.files), tools);
	}

	private void writeJar(String... names) throws IOException {
		Files.deleteIfExists(this.jar);
		try (OutputStream out = Files.newOutputStream(this.jar); JarOutputStream entries = new JarOutputStream(out)) {
			for (String name : names) {
				entries.putNextEntry(new JarEntry(name));
				entries.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

}
