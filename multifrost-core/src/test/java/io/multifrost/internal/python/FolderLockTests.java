package io.multifrost.internal.python;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FolderLockTests {

	private final List<String> said = new CopyOnWriteArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void whoFindsItLockedSaysSoAndWaits() throws Exception {
		CompletableFuture<Boolean> waiting = new CompletableFuture<>();
		try (RandomAccessFile other = new RandomAccessFile(this.folder.resolve("lock").toFile(), "rw")) {
			other.getChannel().lock();
			new Thread(() -> takeAndClose(waiting)).start();
			await().until(() -> !this.said.isEmpty());
			assertThat(waiting).isNotDone();
		}
		assertThat(waiting.get()).isTrue();
		assertThat(this.said).containsExactly(
				"Waiting for another process, which has locked '" + this.folder.toRealPath().resolve("lock") + "'");
	}

	@Test
	void whoWaitsTooLongIsToldWhoHasIt() throws Exception {
		FolderLock held = FolderLock.take(this.folder, "lock", tools(Duration.ofMinutes(1)));
		CompletableFuture<Void> second = CompletableFuture
			.runAsync(() -> assertThatThrownBy(() -> FolderLock.take(this.folder, "lock", tools(Duration.ofMillis(50))))
				.isInstanceOf(PythonEnvironmentException.class)
				.hasMessageContaining("another thread of this process has locked it"));
		second.get();
		held.close();
		try (RandomAccessFile other = new RandomAccessFile(this.folder.resolve("lock").toFile(), "rw")) {
			other.getChannel().lock();
			assertThatThrownBy(() -> FolderLock.take(this.folder, "lock", tools(Duration.ofMillis(50))))
				.isInstanceOf(PythonEnvironmentException.class)
				.hasMessageContaining("within PT0.05S, since another process has locked it");
		}
	}

	private void takeAndClose(CompletableFuture<Boolean> done) {
		try {
			FolderLock.take(this.folder, "lock", tools(Duration.ofMinutes(1))).close();
			done.complete(true);
		}
		catch (Exception ex) {
			done.completeExceptionally(ex);
		}
	}

	private ToolRunner tools(Duration timeout) {
		return new ToolRunner(Map.of(), (error, line) -> this.said.add(line), timeout);
	}

}
