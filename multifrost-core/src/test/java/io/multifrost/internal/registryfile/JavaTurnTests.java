package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.registry.FileServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class JavaTurnTests {

	@TempDir
	Path folder;

	@Test
	void theTurnIsOfOneAtATime() throws IOException {
		Path file = this.folder.resolve("java.lock");
		try (JavaTurn turn = JavaTurn.tryTake(file)) {
			assertThat(turn).isNotNull();
			assertThat(JavaTurn.tryTake(file)).isNull();
		}
		try (JavaTurn turn = JavaTurn.tryTake(file)) {
			assertThat(turn).isNotNull();
		}
	}

	@Test
	void aBreakComesBetweenTurnsAndIsShort() throws IOException {
		Path file = this.folder.resolve("java.lock");
		take(file);
		Duration second = take(file);
		assertThat(second).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
		try (RandomAccessFile future = new RandomAccessFile(file.toFile(), "rw")) {
			future.writeLong(Long.MAX_VALUE);
		}
		assertThat(take(file)).as("with a clock that was set").isBetween(Duration.ofMillis(45), Duration.ofSeconds(5));
		try (RandomAccessFile foreign = new RandomAccessFile(file.toFile(), "rw")) {
			foreign.setLength(3);
		}
		assertThat(take(file)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void withoutAUsableFileItIsAnybodysTurn() throws IOException {
		Path file = Files.createDirectory(this.folder.resolve("java.lock"));
		assertThat(take(file)).isLessThan(Duration.ofSeconds(5));
		FileServiceRegistry.inDirectory(this.folder).register("math", 5555).close();
		assertThat(file).isEmptyDirectory();
	}

	private static Duration take(Path file) throws IOException {
		try (JavaTurn turn = JavaTurn.tryTake(file)) {
			assertThat(turn).isNotNull();
			long started = System.nanoTime();
			turn.awaitBreak();
			return Duration.ofNanos(System.nanoTime() - started);
		}
	}

}
