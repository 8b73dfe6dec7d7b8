package io.multifrost.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.system.ApplicationHome;

/**
 * Starts the application: a Java worker always, and a Python worker where the build has
 * found or made a Python that can run it.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the application.
	 * @param args arguments of Spring Boot, for example {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		// The project's folder is above the classes or the jar, wherever this is started.
		Stream
			.iterate(new ApplicationHome(SampleApplication.class).getDir().toPath(), Objects::nonNull, Path::getParent)
			.filter((folder) -> Files.exists(workers(folder)))
			.findFirst()
			.ifPresent((project) -> usePython(application, project));
		application.run(args);
	}

	private static void usePython(SpringApplication application, Path project) {
		Path python = project.resolve("target/python/bin/python3");
		if (Files.isExecutable(python)) {
			application.setAdditionalProfiles("python");
		}
		application.setDefaultProperties(
				Map.of("sample.python", python.toString(), "sample.workers", workers(project).toString()));
	}

	private static Path workers(Path project) {
		return project.resolve("sample-app/workers");
	}

}
