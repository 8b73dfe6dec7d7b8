package io.multifrost.sample.interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.multifrost.ProtocolVersion;
import io.multifrost.RemoteCallException;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.parent.ParentWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * All cases between Java and each other language, in both directions, both modes and both
 * protocols. The property {@code interop.languages} says which languages; those that the
 * profile {@code interop} adds must be there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteropTests {

	private static final Path CASES = Path.of("src/test/interop/cases.json").toAbsolutePath();

	private static final String BEGIN = "<!-- interop: begin -->\n";

	private static final String END = "<!-- interop: end -->";

	private final InteropCases cases = InteropCases.read(CASES);

	private final InteropReport report = new InteropReport(this.cases);

	private final List<Peer> peers = Arrays.stream(System.getProperty("interop.languages", "java,python").split(","))
		.map(Peer::of)
		.filter(InteropTests::isThere)
		.toList();

	private Stream<Cell> cells() {
		return Cell.of(this.peers);
	}

	private static boolean isThere(Peer peer) {
		String missing = peer.missing().orElse(null);
		if (missing != null) {
			String message = "No interop tests with " + peer.title() + ": " + missing + " was not built";
			assertThat(Boolean.getBoolean("interop.required") || "true".equals(System.getenv("CI"))).as(message)
				.isFalse();
			System.err.println("SKIPPED: " + message);
		}
		return missing == null;
	}

	@Order(1)
	@ParameterizedTest(name = "{0}")
	@MethodSource("cells")
	@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void passesAllCases(Cell cell, @TempDir Path folder) throws Exception {
		List<CaseResult> results = results(cell, new PeerProcesses(folder));
		this.report.add(cell, results);
		assertThat(results).filteredOn((result) -> !result.passed()).as("failed cases").isEmpty();
		assertThat(results).extracting(CaseResult::name).containsExactlyElementsOf(this.cases.names().toList());
	}

	@Test
	@Order(2)
	void isWhatTheDocumentationShows() throws IOException {
		String page = Files.readString(Peer.ROOT.resolve("docs/other-languages.md"));
		assertThat(page).contains(BEGIN, END);
		String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
		List<String> lines = this.report.markdown();
		assertThat(shown.lines()).as("docs/other-languages.md, between the marks: copy target/interop.md there")
			.containsAll(lines)
			.hasSize((this.peers.size() == Peer.values().length) ? lines.size() : (int) shown.lines().count());
	}

	@AfterAll
	void write() throws IOException {
		this.report.write(Peer.ROOT.resolve("target"));
	}

	private Stream<Peer> workers() {
		return this.peers.stream();
	}

	private Stream<Peer> others() {
		return workers().filter((peer) -> peer != Peer.JAVA);
	}

	/**
	 * An extension type that nobody knows: some hand it on, and those that cannot read it
	 * have to say so.
	 */
	@ParameterizedTest
	@MethodSource("workers")
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void answersACallThatItCannotRead(Peer peer) {
		EncodedValue extension = new EncodedValue(new byte[] { (byte) 0xd4, 85, 0 }, 0, 3);
		try (ParentWorker worker = new SpawnTarget(peer.command("worker")).parent()
			.callTimeout(Duration.ofSeconds(20))
			.start()) {
			Throwable failure = catchThrowable(() -> worker.call("echo", Void.class, extension));
			if (failure != null) {
				assertThat(failure).isInstanceOf(RemoteCallException.class);
			}
			assertThat(worker.call("echo", Integer.class, 1)).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@MethodSource("others")
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aWorkerThatKnowsNoStreamsGivesAndTakesTheWhole(Peer peer, @TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("bytes"), new byte[] { 1, 2, 3 });
		for (ProtocolVersion protocol : ProtocolVersion.values()) {
			try (ParentWorker worker = new SpawnTarget(peer.command("worker")).parent()
				.protocol(protocol)
				.callTimeout(Duration.ofSeconds(20))
				.start()) {
				assertThat(worker.stream("echo", Integer.class, List.of(1, 2, 3))).containsExactly(1, 2, 3);
				assertThat(worker.stream("echo", String.class, "one")).containsExactly("one");
				assertThat(worker.stream("nothing", Object.class)).isEmpty();
				assertThatExceptionOfType(RemoteCallException.class)
					.isThrownBy(() -> worker.stream("fail", Object.class, "on purpose").toList())
					.withMessageContaining("on purpose");
				assertThat(worker.call("echo", Integer[].class, Stream.of(1, 2, 3))).containsExactly(1, 2, 3);
				assertThat(worker.call("echo", byte[].class, file)).containsExactly(1, 2, 3);
				assertThat(worker.call("echo", byte[].class, new ByteArrayInputStream(new byte[] { 4, 5 })))
					.containsExactly(4, 5);
			}
		}
	}

	private List<CaseResult> results(Cell cell, PeerProcesses processes) throws Exception {
		if (cell.direction() == Cell.Direction.PEER_TO_JAVA) {
			return new PeerParent(this.cases, CASES, processes).run(cell);
		}
		List<String> command = cell.peer().command("worker");
		List<CaseResult> results = new ArrayList<>();
		if (cell.mode() == Cell.Mode.SPAWN) {
			new ParentCases(this.cases, cell.peer().id(), new SpawnTarget(command), cell.protocol()).run(false,
					results::add);
			return results;
		}
		try (StartedService service = new StartedService(processes, command)) {
			new ParentCases(this.cases, cell.peer().id(), service, cell.protocol()).run(false, results::add);
		}
		return results;
	}

}
