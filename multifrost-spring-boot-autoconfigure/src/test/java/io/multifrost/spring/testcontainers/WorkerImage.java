package io.multifrost.spring.testcontainers;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;

/**
 * The image with Python in which workers run: one that is given, or one that is built
 * from the Dockerfile beside the worker.
 */
public final class WorkerImage {

	/** The environment variable that names an image with python3, pyzmq and msgpack. */
	public static final String VARIABLE = "MULTIFROST_TEST_IMAGE";

	/** The port at which the workers listen. */
	public static final int PORT = 5555;

	/** The worker's script. */
	public static final Path SCRIPT = Path.of("src/test/containers/worker.py");

	private WorkerImage() {
	}

	static @Nullable String given() {
		return System.getenv(VARIABLE);
	}

	private static Future<String> name() {
		String given = given();
		if (given != null) {
			return CompletableFuture.completedFuture(given);
		}
		return new ImageFromDockerfile("multifrost/worker-of-tests", false)
			.withDockerfile(Path.of("src/test/containers/Dockerfile"));
	}

	static GenericContainer<?> container() {
		return new GenericContainer<>(name()).withCopyFileToContainer(MountableFile.forHostPath(SCRIPT), "/worker.py")
			.withCommand("python3", "/worker.py", String.valueOf(PORT))
			.withExposedPorts(PORT)
			.waitingFor(Wait.forLogMessage("Listening\\s*", 1));
	}

}
