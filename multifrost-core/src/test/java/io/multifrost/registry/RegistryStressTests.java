package io.multifrost.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many processes at once. {@code -Dregistry.stress.rounds=500} does more of it.
 */
@Timeout(600)
class RegistryStressTests {

	private static final int ROUNDS = Integer.getInteger("registry.stress.rounds", 30);

	@TempDir
	Path folder;

	@Test
	@RequiresPython
	void eightProcessesOfTwoLanguagesLoseNoEntryAndShareNoOwner() throws Exception {
		Path directory = Files.createDirectory(this.folder.resolve("registry"));
		Path mark = this.folder.resolve("mark");
		AtomicBoolean stop = new AtomicBoolean();
		// Not the common pool, which has one thread on two processors.
		ExecutorService readers = Executors.newCachedThreadPool();
		CompletableFuture<Long> reads = CompletableFuture.supplyAsync(() -> readUntil(stop, directory), readers);
		long started = System.nanoTime();
		List<Process> processes = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				processes.add(Peers.java(RegistryStressProgram.class, directory.toString(), "java-" + i,
						Integer.toString(ROUNDS), mark.toString()));
				processes
					.add(Peers.python(directory, "stress", "python-" + i, Integer.toString(ROUNDS), mark.toString()));
			}
			List<CompletableFuture<List<String>>> outputs = processes.stream()
				.map((process) -> CompletableFuture.supplyAsync(() -> report(process), readers))
				.toList();
			for (int i = 0; i < processes.size(); i++) {
				List<String> output = outputs.get(i).get(550, TimeUnit.SECONDS);
				assertThat(output).singleElement().asString().matches("done \\d+");
				assertThat(processes.get(i).waitFor()).isZero();
				System.out.println("Registry stress: " + ((i % 2 == 0) ? "Java" : "Python") + " was the owner and is "
						+ output.get(0) + " after " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
			}
		}
		finally {
			stop.set(true);
			processes.forEach(Process::destroyForcibly);
			readers.shutdown();
		}
		System.out.println("Registry stress: " + ROUNDS + " rounds, " + reads.get(10, TimeUnit.SECONDS) + " reads");
		assertThat(directory.resolve("services.json")).content().isEqualToIgnoringWhitespace("{}");
		assertThat(leftIn(directory)).containsExactlyInAnyOrder("java.lock", "services.json");
	}

	/**
	 * Read what a process says of itself. Its log, in which it tells of others that came
	 * at the same moment, is there as well.
	 */
	private static List<String> report(Process process) {
		return Peers.reader(process)
			.lines()
			.filter((line) -> line.startsWith("fault: ") || line.startsWith("done "))
			.toList();
	}

	private static long readUntil(AtomicBoolean stop, Path directory) {
		JsonMapper mapper = new JsonMapper();
		long reads = 0;
		while (!stop.get()) {
			LockSupport.parkNanos(100_000); // or it would take a processor from the
											// others
			try {
				assertThat(mapper.readTree(Files.readAllBytes(directory.resolve("services.json"))).isObject()).isTrue();
				reads++;
			}
			catch (NoSuchFileException ex) {
				assertThat(reads).as("reads before the file vanished").isZero();
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}
		return reads;
	}

	private static List<String> leftIn(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
