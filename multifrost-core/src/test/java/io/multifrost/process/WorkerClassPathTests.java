package io.multifrost.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerClassPathTests {

	@TempDir
	private Path home;

	@Test
	void relativeAndEmptyEntriesBecomeAbsolute() {
		String here = Path.of("").toAbsolutePath().toString();
		assertThat(path("lib/a.jar", "/b.jar", "")).hasToString(join(here + "/lib/a.jar", "/b.jar", here));
	}

	@Test
	void jarsAloneKeepTheirOrderAndAreArchivedWithTheMainClass() throws IOException {
		String a = jar("a.jar");
		String library = jar("library.jar");
		WorkerClassPath path = path(List.of(library), a, library);
		assertThat(path).hasToString(join(a, library));
		assertThat(path.program("Main", List.of())).isEqualTo(new JavaProgram("Main", join(a, library), List.of()));
	}

	@Test
	void theLibraryStandsBeforeDirectoriesAndIsArchivedAlone() throws IOException {
		String classes = this.home.toString();
		String a = jar("a.jar");
		String first = jar("first.jar");
		String second = jar("second.jar");
		WorkerClassPath path = path(List.of(first, second), classes, a, second, first);
		assertThat(path).hasToString(join(first, second, classes, a));
		assertThat(path.program("Main", List.of())).isEqualTo(new JavaProgram(null, join(first, second), List.of()));
	}

	@Test
	void nothingIsMovedOrArchivedWhereTheLibraryIsNoJarOfTheClassPath() throws IOException {
		String classes = this.home.toString();
		String a = jar("a.jar");
		assertThat(path(classes, a)).hasToString(join(classes, a));
		assertThat(path(classes, a).program("Main", List.of())).isNull();
		assertThat(path(List.of(jar("library.jar")), classes, a).program("Main", List.of())).isNull();
	}

	private String jar(String name) throws IOException {
		return Files.writeString(this.home.resolve(name), name).toString();
	}

	private static WorkerClassPath path(String... entries) {
		return path(List.of(), entries);
	}

	private static WorkerClassPath path(List<String> library, String... entries) {
		return WorkerClassPath.of(join(entries), library);
	}

	private static String join(String... entries) {
		return String.join(File.pathSeparator, entries);
	}

}
