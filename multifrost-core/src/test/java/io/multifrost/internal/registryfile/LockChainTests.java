package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.Peers;
import io.multifrost.registry.RegistryException;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * The locks of the peers: Python's {@code registry.lock}, Go's {@code services.lock},
 * Node.js's {@code services.json.lock}.
 */
@Timeout(60)
class LockChainTests {

	private static final String NODE = "services.json.lock";

	@TempDir
	Path directory;

	@Test
	void locksAreForTheUserAlone() throws IOException {
		PeerLock file = PeerLock.file(this.directory.resolve("registry.lock"), "Python");
		PeerLock directory = PeerLock.directory(this.directory.resolve("services.json.lock"), "Node.js");
		file.creator().create(file.path());
		directory.creator().create(directory.path());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
			.isEqualTo("rwx------");
	}

	@Test
	void allLocksAreHeldAndReleased() throws Exception {
		try (LockChain.Held held = chain(1000).acquire()) {
			assertThat(files()).containsExactlyInAnyOrder("registry.lock", "services.lock", NODE, "java.lock");
			assertThat(path("registry.lock")).content().isEqualTo(Long.toString(ProcessHandle.current().pid()));
			assertThat(path(NODE)).as("what Node.js can remove").isEmptyDirectory();
			held.check();
		}
		assertThat(files()).containsExactly("java.lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock", NODE })
	void aLockThatWasJustTakenIsRespected(String lock) throws IOException {
		leave(lock, "", 0);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> chain(200).acquire())
			.withMessageContaining(path(lock).toString())
			.withMessageContaining("a process that left no id");
		assertThat(files()).as("nothing is held").containsExactlyInAnyOrder(lock, "java.lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock", NODE })
	void aLockWithoutAnIdIsBrokenOnceItIsOld(String lock) throws Exception {
		leave(lock, "", 11);
		long started = System.nanoTime();
		chain(5000).acquire().close();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
		assertThat(files()).containsExactly("java.lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock", NODE })
	void aRegistrationWaitsNoLongerThanUntilALeftLockIsOld(String lock) throws IOException {
		leave(lock, "", 9);
		long started = System.nanoTime();
		FileServiceRegistry.inDirectory(this.directory).register("math", 5555).close();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(500),
				Duration.ofSeconds(8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock" })
	void theLockOfAProcessThatRunsIsRespectedWhateverItsAge(String lock) throws Exception {
		Process holder = new ProcessBuilder("sleep", "100").start();
		try {
			leave(lock, holder.pid() + "\n", 0);
			Instant later = holder.info().startInstant().orElseThrow().plusSeconds(1);
			Files.setLastModifiedTime(path(lock), FileTime.from(later));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> chain(200).acquire())
				.withMessageContaining("process " + holder.pid());
			Peers.kill(holder);
			chain(5000).acquire().close();
		}
		finally {
			Peers.kill(holder);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock" })
	void theLockOfADeadProcessIsBrokenAtOnce(String lock) throws Exception {
		leave(lock, Long.toString(Peers.deadPid()), 0);
		chain(5000).acquire().close();
		assertThat(files()).containsExactly("java.lock");
	}

	@Test
	void aProcessThatBeganAfterTheLockWasTakenIsNotItsHolder() throws Exception {
		Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
		leave("registry.lock", Long.toString(ProcessHandle.current().pid()), 0);
		Files.setLastModifiedTime(path("registry.lock"), FileTime.from(start.minusSeconds(60)));
		chain(5000).acquire().close();
		assertThat(files()).containsExactly("java.lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-5", "12a", "123456789012345678901234567890", "pid 1", "\0" })
	void whatIsNoIdCountsAsNone(String content) throws Exception {
		leave("registry.lock", content, 0);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> chain(50).acquire());
		leave("registry.lock", content, 11);
		chain(5000).acquire().close();
	}

	@Test
	@RequiresPython
	void thePythonThatHoldsItsLockIsWaitedForUntilItIsKilled() throws Exception {
		Process python = Peers.python(this.directory, "hold");
		try {
			assertThat(Peers.readLine(python)).isEqualTo("held");
			assertThatExceptionOfType(RegistryException.class)
				.isThrownBy(() -> Peers.registry(this.directory, Duration.ofMillis(200)).register("math", 5555))
				.withMessageContaining("registry.lock")
				.withMessageContaining("process " + python.pid())
				.withMessageContaining("200 ms");
		}
		finally {
			Peers.kill(python);
		}
		assertThat(path("registry.lock")).exists();
		FileServiceRegistry.inDirectory(this.directory).register("math", 5555).close();
	}

	@Test
	void noLockIsHeldWhileAnotherIsWaitedFor() throws Exception {
		leave(NODE, "", 0);
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(this::acquireAndRelease);
		await().during(Duration.ofMillis(300))
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(this::pythonGetsItsLockSoon);
		assertThat(waiting).isNotDone();
		Files.delete(path(NODE));
		waiting.get(10, TimeUnit.SECONDS);
	}

	private boolean pythonGetsItsLockSoon() {
		await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(5)).ignoreExceptions().until(() -> {
			Files.delete(Files.createFile(path("registry.lock")));
			return true;
		});
		return true;
	}

	@Test
	void threadsOfOneProcessTakeTurns() throws Exception {
		try (LockChain.Held held = chain(1000).acquire()) {
			CompletableFuture<Throwable> other = CompletableFuture.supplyAsync(() -> failure(chain(100)));
			assertThat(other.get(10, TimeUnit.SECONDS)).hasMessageContaining("another thread");
			held.check();
		}
		assertThat(failure(chain(1000))).isNull();
	}

	@Test
	void aWaitEndsAtAnInterrupt() throws Exception {
		leave("registry.lock", "", 0);
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		Thread waiting = new Thread(() -> end.complete(failure(chain(30_000))));
		waiting.start();
		await().until(() -> Files.exists(path("java.lock")));
		waiting.interrupt();
		assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(files()).containsOnly("registry.lock", "java.lock");
		Files.delete(path("registry.lock"));
		assertThat(failure(chain(1000))).as("the turn and the threads' lock are free again").isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.lock", "services.lock", NODE })
	void aLockThatAPeerBrokeAndTookIsNotTakenFromIt(String lock) throws Exception {
		LockChain.Held held = chain(1000).acquire();
		Files.delete(path(lock));
		leave(lock, "", -1);
		assertThatIOException().isThrownBy(held::check).withMessageContaining(lock);
		held.close();
		assertThat(files()).containsExactlyInAnyOrder(lock, "java.lock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "services.lock", NODE })
	void aLockThatIsAnotherOneByNowIsPutBack(String lock) throws Exception {
		leave(lock, "", 11);
		LockState stale = LockState.of(path(lock));
		Files.delete(path(lock));
		leave(lock, "", 0);
		LockState fresh = LockState.of(path(lock));
		assertThat(stale).isNotNull();
		assertThat(PeerLock.remove(path(lock), stale)).isFalse();
		assertThat(LockState.of(path(lock))).isEqualTo(fresh);
		assertThat(files()).containsExactly(lock);
		assertThat(PeerLock.remove(path(lock), fresh)).isTrue();
		assertThat(PeerLock.remove(path(lock), fresh)).isFalse();
		assertThat(files()).isEmpty();
	}

	private LockChain chain(long timeoutMillis) {
		return new LockChain(this.directory, Duration.ofMillis(timeoutMillis));
	}

	private static Throwable failure(LockChain chain) {
		try {
			chain.acquire().close();
			return null;
		}
		catch (IOException | InterruptedException | TimeoutException ex) {
			return ex;
		}
	}

	private void acquireAndRelease() {
		assertThat(failure(chain(10_000))).isNull();
	}

	private void leave(String lock, String content, int ageSeconds) throws IOException {
		Path path = path(lock);
		if (lock.equals(NODE)) {
			Files.createDirectory(path);
		}
		else {
			Files.writeString(path, content);
		}
		Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(ageSeconds)));
	}

	private Path path(String name) {
		return this.directory.resolve(name);
	}

	private List<String> files() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
