package io.multifrost.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaWorkerCommand}.
 */
class JavaWorkerCommandTests {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	@TempDir
	private Path directory;

	@Test
	void aMainClassIsRunWithTheClassPathOfThisApplication() {
		List<String> arguments = JavaWorkerCommand.create("com.example.Worker", List.of("-Xmx1g")).arguments();
		assertThat(arguments.get(0)).endsWith("java");
		assertThat(arguments).containsSubsequence("-Xmx1g", "-cp", "com.example.Worker");
	}

	@Test
	void inAnExecutableJarItsLauncherRunsTheMainClass() throws IOException {
		Path jar = jarWith(LAUNCHER.replace('.', '/') + ".class");
		List<String> arguments = JavaWorkerCommand.create("com.example.Worker", List.of("-Xmx1g"), jar.toString())
			.arguments();
		assertThat(arguments).containsSubsequence("-Xmx1g", "-Dloader.main=com.example.Worker", "-cp", LAUNCHER);
		assertThat(arguments).last().isEqualTo(LAUNCHER);
	}

	@Test
	void anOrdinaryJarIsNotExecutable() throws IOException {
		Path jar = jarWith("com/example/Worker.class");
		assertThat(JavaWorkerCommand.create("com.example.Worker", List.of(), jar.toString()).arguments()).last()
			.isEqualTo("com.example.Worker");
	}

	@Test
	void aClassPathOfSeveralEntriesIsNotExecutable() throws IOException {
		Path jar = jarWith(LAUNCHER.replace('.', '/') + ".class");
		String classPath = jar + File.pathSeparator + this.directory;
		assertThat(JavaWorkerCommand.create("com.example.Worker", List.of(), classPath).arguments()).last()
			.isEqualTo("com.example.Worker");
	}

	private Path jarWith(String entry) throws IOException {
		Path jar = this.directory.resolve("application.jar");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
			zip.putNextEntry(new ZipEntry(entry));
		}
		return jar;
	}

}
