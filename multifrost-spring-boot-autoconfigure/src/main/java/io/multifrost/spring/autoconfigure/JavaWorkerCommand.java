package io.multifrost.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

import io.multifrost.process.WorkerCommand;

/**
 * Builds the command of a Java worker whose main class is on the class path of this
 * application. In an executable jar, classes are nested where Java alone does not find
 * them, so that the jar's own launcher runs the main class.
 */
final class JavaWorkerCommand {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private JavaWorkerCommand() {
	}

	static WorkerCommand create(String mainClass, List<String> jvmOptions) {
		return create(mainClass, jvmOptions, System.getProperty("java.class.path", ""));
	}

	static WorkerCommand create(String mainClass, List<String> jvmOptions, String classPath) {
		if (!isExecutableJar(classPath)) {
			return WorkerCommand.java(mainClass, jvmOptions.toArray(String[]::new));
		}
		List<String> options = new ArrayList<>(jvmOptions);
		options.add("-Dloader.main=" + mainClass);
		return WorkerCommand.java(LAUNCHER, options.toArray(String[]::new));
	}

	private static boolean isExecutableJar(String classPath) {
		if (classPath.isEmpty() || classPath.contains(File.pathSeparator)) {
			return false;
		}
		Path jar = Path.of(classPath);
		if (!Files.isRegularFile(jar)) {
			return false;
		}
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return zip.getEntry(LAUNCHER.replace('.', '/') + ".class") != null;
		}
		catch (IOException ex) {
			throw new IllegalStateException("The class path of this application, " + jar + ", cannot be read", ex);
		}
	}

}
