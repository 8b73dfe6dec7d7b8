package io.multifrost.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.internal.UserDirectory;
import io.multifrost.registry.ServiceRegistry.Registration;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

@Timeout(60)
class FileServiceRegistryTests {

	private static final long OWN_PID = ProcessHandle.current().pid();

	private static final Duration SOON = Duration.ofSeconds(20);

	@TempDir
	Path folder;

	private Path directory;

	private FileServiceRegistry registry;

	@BeforeEach
	void createRegistry() {
		this.directory = this.folder.resolve("home/.multifrost");
		this.registry = FileServiceRegistry.inDirectory(this.directory);
	}

	@Test
	void aServiceIsFoundUntilItIsUnregistered() throws IOException {
		Registration registration = this.registry.register("math", 5555);
		assertThat(registration.entry()).extracting(ServiceEntry::serviceId, ServiceEntry::port, ServiceEntry::pid)
			.containsExactly("math", 5555, OWN_PID);
		assertThat(LocalDateTime.parse(registration.entry().started())).isBetween(LocalDateTime.now().minusMinutes(1),
				LocalDateTime.now());
		assertThat(this.registry.find("math")).contains(registration.entry());
		assertThat(this.registry.find("other")).isEmpty();
		assertThat(read().get("math").propertyNames()).containsExactly("port", "pid", "started");
		registration.close();
		assertThat(this.registry.find("math")).isEmpty();
		assertThat(read().isEmpty()).isTrue();
	}

	@Test
	void nothingIsWrittenInOrderToFind() {
		assertThat(this.registry.find("math")).isEmpty();
		assertThat(this.directory).doesNotExist();
		assertThat(this.registry.file()).isEqualTo(this.directory.resolve("services.json"));
	}

	@Test
	void onlyTheFileIsLeftBesideTheNoteOfTheLastTurn() throws IOException {
		this.registry.register("math", 5555).close();
		assertThat(files()).containsExactlyInAnyOrder("services.json", "java.lock");
	}

	@Test
	void theIdOfARunningProcessIsNotTaken() throws IOException {
		long parent = ProcessHandle.current().parent().orElseThrow().pid();
		write("{'math': {'port': 5556, 'pid': %d, 'started': '1770811200'}}".formatted(parent));
		assertThatExceptionOfType(ServiceAlreadyRunningException.class)
			.isThrownBy(() -> this.registry.register("math", 5555))
			.withMessageContaining("math")
			.withMessageContaining("process " + parent + " on port 5556")
			.withMessageContaining("services.json")
			.satisfies((ex) -> {
				assertThat(ex.serviceId()).isEqualTo("math");
				assertThat(ex.pid()).isEqualTo(parent);
				assertThat(ex.port()).isEqualTo(5556);
			});
		assertThat(this.registry.find("math")).get().extracting(ServiceEntry::started).isEqualTo("1770811200");
	}

	@Test
	void theOwnIdIsNotTakenTwice() {
		FileServiceRegistry second = FileServiceRegistry.inDirectory(this.directory);
		try (Registration registration = this.registry.register("math", 5555)) {
			assertThatExceptionOfType(ServiceAlreadyRunningException.class)
				.isThrownBy(() -> second.register("math", 5556))
				.withMessageContaining("this process");
			assertThat(second.find("math")).contains(registration.entry());
		}
		second.register("math", 5556).close();
	}

	@Test
	void anEntryOfADeadProcessThatHadOurIdIsTaken() throws IOException {
		write("{'math': {'port': 5556, 'pid': %d, 'started': '2026-01-01T00:00:00.000000'}}".formatted(OWN_PID));
		try (Registration registration = this.registry.register("math", 5555)) {
			assertThat(this.registry.find("math")).contains(registration.entry());
			assertThatExceptionOfType(ServiceAlreadyRunningException.class)
				.isThrownBy(() -> this.registry.register("math", 5557));
		}
		assertThat(this.registry.find("math")).isEmpty();
	}

	@Test
	void theOwnIdIsNotTakenTwiceThroughALink() throws IOException {
		try (Registration registration = this.registry.register("math", 5555)) {
			Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.directory);
			assertThatExceptionOfType(ServiceAlreadyRunningException.class)
				.isThrownBy(() -> FileServiceRegistry.inDirectory(link).register("math", 5556));
			assertThat(this.registry.find("math")).contains(registration.entry());
		}
	}

	@Test
	void theIdOfADeadProcessIsTaken() throws Exception {
		write("{'math': {'port': 5556, 'pid': %d, 'started': 'x', 'version': 1}}".formatted(Peers.deadPid()));
		assertThat(this.registry.find("math")).isEmpty();
		try (Registration registration = this.registry.register("math", 5555)) {
			assertThat(this.registry.find("math")).contains(registration.entry());
			assertThat(read().get("math").propertyNames()).containsExactly("port", "pid", "started");
		}
	}

	@Test
	void whatOthersWroteIsKept() throws IOException {
		String others = """
				'go': {'port': 5001, 'pid': 1, 'start_time': '2026-02-11T12:00:00.123456789+01:00'},
				'future': {'port': 5002, 'pid': 1, 'started': 'x', 'tags': ['ä', null, {'weight': 1.10}], 'big': 1e400},
				'odd': 'text', 'none': null, 'list': [1, 2], 'huge': {'port': 123456789012345678901234567890},
				'half': {'port': '5003', 'pid': 1.5}, '': {'port': 1, 'pid': 1}""";
		write("{" + others + "}");
		JsonNode before = read();
		try (Registration registration = this.registry.register("math", 5555)) {
			JsonNode after = read();
			assertThat(after.propertyNames()).hasSize(9).last().isEqualTo("math");
			before.propertyNames().forEach((id) -> assertThat(after.get(id)).isEqualTo(before.get(id)));
			assertThat(Files.readString(this.registry.file())).contains("1.10", "123456789012345678901234567890")
				.isASCII();
			assertThat(registration.entry().port()).isEqualTo(5555);
		}
		assertThat(read()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'text'", "null", "[]", "{}", "{'port': 5555}", "{'pid': 1}", "{'port': '5555', 'pid': 1}",
			"{'port': 0, 'pid': 1}", "{'port': 65536, 'pid': 1}", "{'port': 5555, 'pid': -1}",
			"{'port': 5555.5, 'pid': 1}" })
	void anEntryThatMakesNoSenseIsNotFound(String entry) throws IOException {
		write("{'math': " + entry + "}");
		assertThat(this.registry.find("math")).isEmpty();
	}

	@Test
	void onlyTheOwnEntryIsUnregistered() throws IOException {
		Registration registration = this.registry.register("math", 5555);
		write("{'math': {'port': 5556, 'pid': %d}}".formatted(OWN_PID));
		registration.close();
		assertThat(this.registry.find("math")).get().extracting(ServiceEntry::port).isEqualTo(5556);
		write("{}");
		registration = this.registry.register("math", 5555);
		write("{'math': {'port': 5555, 'pid': 1}}");
		registration.close();
		assertThat(read().has("math")).isTrue();
	}

	@Test
	void closingTwiceDoesNothing() {
		Registration registration = this.registry.register("math", 5555);
		registration.close();
		try (Registration second = this.registry.register("math", 5555)) {
			registration.close();
			assertThat(this.registry.find("math")).contains(second.entry());
		}
	}

	@Test
	void closingMayFindTheFileGone() throws IOException {
		Registration registration = this.registry.register("math", 5555);
		Files.delete(this.registry.file());
		Files.delete(this.directory.resolve("java.lock"));
		Files.delete(this.directory);
		registration.close();
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void aThreadThatIsInterruptedStillUnregisters() {
		Registration registration = this.registry.register("math", 5555);
		Thread.currentThread().interrupt();
		registration.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.registry.find("math")).isEmpty();
	}

	@Test
	void aThreadThatIsInterruptedDoesNotRegister() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.register("math", 5555))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.registry.find("math")).isEmpty();
	}

	@Test
	void filesAndFoldersAreForTheUserAlone() throws IOException {
		this.registry.register("math", 5555).close();
		assertThat(permissions(this.directory)).isEqualTo("rwx------");
		assertThat(permissions(this.registry.file())).isEqualTo("rw-------");
		assertThat(permissions(this.directory.resolve("java.lock"))).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx" })
	void aDirectoryThatOthersMayWriteToIsRefused(String permissions) throws IOException {
		this.registry.register("mine", 5000).close();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
		for (ThrowingCallable use : List.<ThrowingCallable>of(() -> this.registry.register("mine", 5000),
				() -> this.registry.find("mine"), () -> this.registry.await("mine", Duration.ofSeconds(20)))) {
			assertThatExceptionOfType(RegistryException.class).isThrownBy(use)
				.withMessageContaining("'" + this.directory + "' is not used")
				.withMessageContaining(permissions)
				.withMessageContaining("chmod go-w");
		}
	}

	@Test
	void aDirectoryOfAnotherUserIsRefused() throws IOException {
		this.registry.register("mine", 5000).close();
		assumeThat(Files.getAttribute(this.directory, "unix:uid")).isEqualTo(0);
		Files.setAttribute(this.directory, "unix:uid", 12345);
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.find("mine"))
			.withMessageContaining("belongs to another user (12345, this is ");
	}

	@Test
	void aFileThatOthersMayWriteToIsRefused() throws IOException {
		this.registry.register("mine", 5000).close();
		Files.setPosixFilePermissions(this.registry.file(), PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.find("mine"))
			.withMessageContaining("'" + this.registry.file() + "' is not used");
	}

	@Test
	void thePermissionsOfTheOldFileAreKept() throws IOException {
		write("{}");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(this.registry.file(), PosixFilePermissions.fromString("rw-r--r--"));
		this.registry.register("math", 5555).close();
		assertThat(permissions(this.directory)).isEqualTo("rwxr-xr-x");
		assertThat(permissions(this.registry.file())).isEqualTo("rw-r--r--");
	}

	@Test
	void theOwnerOfTheOldFileIsKeptWhereRootChangesIt() throws IOException {
		write("{}");
		assumeThat(Files.getAttribute(this.registry.file(), "unix:uid")).isEqualTo(0);
		Files.setAttribute(this.registry.file(), "unix:uid", 12345);
		Files.setAttribute(this.registry.file(), "unix:gid", 12346);
		this.registry.register("math", 5555).close();
		assertThat(Files.getAttribute(this.registry.file(), "unix:uid")).isEqualTo(12345);
		assertThat(Files.getAttribute(this.registry.file(), "unix:gid")).isEqualTo(12346);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'math': {'port': 55", "[]", "hello", "{} {}", "\0\0\0" })
	void aCorruptFileIsKeptAside(String content) throws IOException {
		write(content);
		assertThat(this.registry.find("math")).isEmpty();
		assertThat(files()).containsExactly("services.json");
		try (Registration registration = this.registry.register("math", 5555)) {
			assertThat(this.registry.find("math")).contains(registration.entry());
		}
		assertThat(files()).filteredOn((name) -> name.matches("services\\.json\\.corrupt-\\d{8}T\\d{6}\\.\\d{3}"))
			.singleElement()
			.satisfies(
					(name) -> assertThat(this.directory.resolve(name)).content().isEqualTo(content.replace('\'', '"')));
	}

	@Test
	void anEmptyFileHasNoServices() throws IOException {
		write("");
		assertThat(this.registry.find("math")).isEmpty();
		this.registry.register("math", 5555).close();
		assertThat(files()).containsExactlyInAnyOrder("services.json", "java.lock");
	}

	@Test
	void aFileThatIsBeingWrittenIsReadAgain() throws Exception {
		write("{'math': {'port': 5555, 'pi");
		CompletableFuture<Boolean> found = CompletableFuture.supplyAsync(() -> this.registry.find("math").isPresent());
		write("{'math': {'port': 5555, 'pid': %d}}".formatted(OWN_PID));
		assertThat(found.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
		Files.createDirectories(this.directory.getParent());
		Files.createFile(this.directory);
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.register("math", 5555))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("MULTIFROST_HOME");
	}

	@Test
	void namesAndPortsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.register(" ", 5555));
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.register("math", 0))
			.withMessageContaining("'math'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.register("math", 65536));
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void waitingEndsWhenTheServiceComes() throws Exception {
		CompletableFuture<ServiceEntry> waiting = CompletableFuture
			.supplyAsync(() -> this.registry.await("math", SOON));
		try (Registration registration = FileServiceRegistry.inDirectory(this.directory).register("math", 5555)) {
			assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(registration.entry());
			assertThat(this.registry.await("math", Duration.ZERO)).isEqualTo(registration.entry());
		}
	}

	@Test
	void waitingEndsAtItsTimeout() throws Exception {
		long dead = Peers.deadPid();
		write("{'math': {'port': 5555, 'pid': %d}, 'other': {'port': 5556, 'pid': %d}}".formatted(dead, OWN_PID));
		long started = System.nanoTime();
		assertThatExceptionOfType(ServiceNotFoundException.class)
			.isThrownBy(() -> this.registry.await("math", Duration.ofMillis(250)))
			.withMessageContaining(this.registry.file().toString())
			.withMessageContaining("process " + dead + ", which has ended")
			.satisfies((ex) -> assertThat(waitedMillis(ex)).isGreaterThanOrEqualTo(250))
			.withMessageContaining("math, other")
			.satisfies((ex) -> assertThat(ex.serviceId()).isEqualTo("math"));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(250),
				Duration.ofSeconds(10));
		assertThatExceptionOfType(ServiceNotFoundException.class)
			.isThrownBy(() -> this.registry.await("absent", Duration.ZERO))
			.withMessageContaining("no entry");
	}

	@Test
	void waitingEndsAtAnInterrupt() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.await("math", SOON))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aServiceCanBeWaitedForAsLongAsItTakes() {
		try (Registration registration = this.registry.register("math", 5555)) {
			assertThat(this.registry.await("math", Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(registration.entry());
		}
	}

	@Test
	void threadsOfOneProcessLoseNoEntry() {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<Registration>> registrations = IntStream.range(0, 40)
				.mapToObj((i) -> CompletableFuture.supplyAsync(
						() -> FileServiceRegistry.inDirectory(this.directory).register("math-" + i, 5000 + i), threads))
				.toList();
			registrations.forEach(CompletableFuture::join);
			assertThat(IntStream.range(0, 40)).allMatch((i) -> this.registry.find("math-" + i).isPresent());
			CompletableFuture
				.allOf(registrations.stream()
					.map((registration) -> registration.thenAcceptAsync(Registration::close, threads))
					.toArray(CompletableFuture[]::new))
				.join();
			assertThat(IntStream.range(0, 40)).noneMatch((i) -> this.registry.find("math-" + i).isPresent());
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	@RequiresPython
	void aPythonServiceIsFoundUntilItIsKilled() throws Exception {
		Files.createDirectories(this.directory);
		Process python = Peers.python(this.directory, "serve", "math", "5555");
		try {
			ServiceEntry entry = this.registry.await("math", SOON);
			assertThat(entry.port()).isEqualTo(5555);
			assertThat(LocalDateTime.parse(entry.started())).isBefore(LocalDateTime.now());
			assertThatExceptionOfType(ServiceAlreadyRunningException.class)
				.isThrownBy(() -> this.registry.register("math", 5556));
		}
		finally {
			Peers.kill(python);
		}
		assertThat(this.registry.find("math")).isEmpty();
		this.registry.register("math", 5556).close();
	}

	@Test
	void theDirectoryIsNamedByTheEnvironmentOrInTheHomeDirectory() {
		assertThat(UserDirectory.of("/srv/registry", "/tmp/x", "/home/me")).contains(Path.of("/srv/registry"));
		assertThat(UserDirectory.of(" ", "/tmp/x", "/home/me")).contains(Path.of("/tmp/x/.multifrost"));
		assertThat(UserDirectory.of(null, null, "/home/me")).contains(Path.of("/home/me/.multifrost"));
	}

	@Test
	void aUserWithoutAHomeDirectoryHasNoDirectoryRatherThanAnyOther() {
		assertThat(UserDirectory.of(null, null, "?")).isEmpty();
		assertThat(UserDirectory.of(null, "", "")).isEmpty();
		assertThat(FileServiceRegistry.standard().file()).isAbsolute().hasFileName("services.json");
	}

	private void write(String json) throws IOException {
		Files.createDirectories(this.directory);
		Files.writeString(this.registry.file(), json.replace('\'', '"'));
	}

	private JsonNode read() throws IOException {
		return new JsonMapper().readTree(Files.readString(this.registry.file()));
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static long waitedMillis(ServiceNotFoundException ex) {
		return Long.parseLong(ex.getMessage().replaceFirst("(?s).* within (\\d+) ms.*", "$1"));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
