package io.multifrost.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the application: a Java worker always, and a Python worker where the build has found
 * or made a Python that can run it.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the application.
	 * @param args arguments of Spring Boot, for example {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		// The module's own folder when Maven runs it, the project's when an IDE does.
		Stream.of(Path.of(""), Path.of("sample-app"))
			.filter(SampleApplication::hasPython)
			.findFirst()
			.ifPresent((home) -> usePython(application, home));
		application.run(args);
	}

	private static boolean hasPython(Path home) {
		return Files.isExecutable(python(home)) && Files.exists(script(home));
	}

	private static void usePython(SpringApplication application, Path home) {
		application.setAdditionalProfiles("python");
		application.setDefaultProperties(Map.of("sample.python", python(home).toString(), "sample.python-worker",
				script(home).toString()));
	}

	private static Path python(Path home) {
		return home.toAbsolutePath().getParent().resolve("target/python/bin/python3");
	}

	private static Path script(Path home) {
		return home.toAbsolutePath().resolve("workers/math_worker.py");
	}

}
