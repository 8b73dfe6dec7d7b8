package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class DirectoryWatchTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(30);

	private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

	@TempDir
	Path folder;

	@Test
	void aWaitEndsWhenTheFileIsReplaced() throws Exception {
		assertThat(waitWhile(() -> {
			Path temporary = Files.createFile(this.folder.resolve("temporary"));
			Files.move(temporary, this.folder.resolve("services.json"));
		})).isLessThan(Duration.ofSeconds(25));
	}

	@Test
	void aWaitEndsWhenTheFileIsWritten() throws Exception {
		Files.createFile(this.folder.resolve("services.json"));
		assertThat(waitWhile(() -> Files.writeString(this.folder.resolve("services.json"), "{}")))
			.isLessThan(Duration.ofSeconds(25));
	}

	@Test
	void otherFilesAreOfNoInterest() throws Exception {
		try (DirectoryWatch watch = new DirectoryWatch(this.folder.resolve("services.json"))) {
			Files.createFile(this.folder.resolve("registry.lock"));
			assertThat(timed(() -> watch.await(SHORT))).isGreaterThanOrEqualTo(Duration.ofNanos(SHORT));
		}
	}

	@Test
	void aDirectoryMayComeAndGoAndComeAgain() throws Exception {
		Path directory = this.folder.resolve("later");
		try (DirectoryWatch watch = new DirectoryWatch(directory.resolve("services.json"))) {
			assertThat(timed(() -> watch.await(SHORT))).isGreaterThanOrEqualTo(Duration.ofNanos(SHORT));
			Files.createDirectory(directory);
			watch.await(SHORT);
			Files.delete(directory);
			watch.await(SHORT);
			watch.await(SHORT);
			Files.createDirectory(directory);
			watch.await(1);
			Files.createFile(directory.resolve("services.json"));
			assertThat(timed(() -> watch.await(LONG))).isLessThan(Duration.ofSeconds(25));
		}
	}

	@Test
	void aWaitEndsAtAnInterrupt() {
		for (Path directory : new Path[] { this.folder, this.folder.resolve("absent") }) {
			try (DirectoryWatch watch = new DirectoryWatch(directory.resolve("services.json"))) {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> watch.await(LONG));
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
			}
		}
	}

	private Duration waitWhile(Action action) throws Exception {
		try (DirectoryWatch watch = new DirectoryWatch(this.folder.resolve("services.json"))) {
			CompletableFuture<Void> acting = CompletableFuture.runAsync(() -> {
				try {
					action.run();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			Duration time = timed(() -> watch.await(LONG));
			acting.join();
			return time;
		}
	}

	private static Duration timed(Action action) throws IOException, InterruptedException {
		long started = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - started);
	}

	private interface Action {

		void run() throws IOException, InterruptedException;

	}

}
