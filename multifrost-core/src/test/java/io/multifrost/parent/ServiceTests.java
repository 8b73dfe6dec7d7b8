package io.multifrost.parent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.MultifrostFunction;
import io.multifrost.ProtocolVersion;
import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.child.CallContext;
import io.multifrost.child.ChildWorker;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a {@link ParentWorker} that connects to a {@link ChildWorker} which runs by
 * itself.
 */
@Timeout(60)
class ServiceTests {

	@RegisterExtension
	private final TestServices services = new TestServices();

	@Test
	void callsAServiceByItsId() {
		this.services.serve("math", new Calculator());
		ParentWorker parent = this.services.parent("math");
		assertThat(parent.name()).isEqualTo("math");
		assertThat(parent.state()).isEqualTo(WorkerState.RUNNING);
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(parent.pid()).hasValue(ProcessHandle.current().pid());
	}

	@Test
	void callsAServiceOnTheHostThatTheRegistryNames() {
		this.services.serve("elsewhere", new Calculator(), (builder) -> builder.bindAddress("127.0.0.2"));
		ServiceEntry entry = this.services.registry().find("elsewhere").orElseThrow();
		ServiceRegistry remote = new ServiceRegistry() {

			@Override
			public Registration register(String serviceId, int port) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Optional<ServiceEntry> find(String serviceId) {
				return Optional
					.of(new ServiceEntry(serviceId, "127.0.0.2", entry.port(), entry.pid(), "", Map.of("zone", "two")));
			}

			@Override
			public ServiceEntry await(String serviceId, Duration timeout) {
				return find(serviceId).orElseThrow();
			}

		};
		ParentWorker parent = this.services.parent(ParentWorker.connect("elsewhere").registry(remote));
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(parent.snapshot().instances().get(0).endpoint()).startsWith("tcp://127.0.0.2:");
	}

	@Test
	void callsAServiceAtAnEndpoint() {
		this.services.serve("math", new Calculator());
		String endpoint = "tcp://127.0.0.1:" + this.services.port("math");
		ParentWorker parent = this.services.parent(ParentWorker.connectTo(endpoint));
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(parent.pid()).isEmpty();
	}

	@Test
	void saysThatNothingListensAtTheEndpoint() throws IOException {
		int port = freePort();
		ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://127.0.0.1:" + port)
			.startTimeout(Duration.ofMillis(500));
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
			.withMessageContaining("nothing listens")
			.withMessageContaining(Integer.toString(port));
	}

	@Test
	void saysThatWhatListensIsNoWorker() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://127.0.0.1:" + socket.getLocalPort())
				.startTimeout(Duration.ofMillis(500));
			assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
				.withMessageContaining("did not answer a heartbeat");
		}
	}

	@Test
	void saysThatAServiceMayHaveAsManyConnectionsAsItTakes() throws Exception {
		CompletableFuture<Integer> closing;
		long began = System.nanoTime();
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			closing = CompletableFuture.supplyAsync(() -> closeAll(socket));
			ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://127.0.0.1:" + socket.getLocalPort())
				.startTimeout(Duration.ofSeconds(2));
			assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
				.withMessageContaining("closed each connection")
				.withMessageContaining("as many as it takes (1000, and its log says so)");
		}
		// On average once a second, at random: so many come once in 300,000 times, and
		// with
		// the 100 ms of JeroMQ there are 14 in 2 s.
		int most = 5 + 2 * (int) Duration.ofNanos(System.nanoTime() - began).toSeconds();
		assertThat(closing).succeedsWithin(Duration.ofSeconds(20)).asInstanceOf(INTEGER).isBetween(1, most);
	}

	private static int closeAll(ServerSocket socket) {
		int closed = 0;
		while (!socket.isClosed()) {
			try {
				socket.accept().close();
				closed++;
			}
			catch (IOException ex) {
				assertThat(socket.isClosed()).isTrue();
			}
		}
		return closed;
	}

	@Test
	void saysThatAServiceIsNotFoundAndHowLongItWasWaitedFor() {
		ParentWorker parent = this.services.connect("nobody").startTimeout(Duration.ofMillis(300)).build();
		assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(parent::start)
			.withMessageContaining("nobody")
			.satisfies(
					(ex) -> assertThat(Long.parseLong(ex.getMessage().replaceFirst("(?s).* within (\\d+) ms.*", "$1")))
						.isGreaterThanOrEqualTo(300))
			.satisfies((ex) -> assertThat(ex.serviceId()).isEqualTo("nobody"));
		assertThat(parent.state()).isEqualTo(WorkerState.FAILED);
	}

	@Test
	void waitsForAServiceThatComesLater() {
		ParentWorker parent = this.services.connect("late").build();
		CompletableFuture<ParentWorker> started = CompletableFuture.supplyAsync(parent::start);
		try (parent) {
			await().pollDelay(Duration.ofMillis(300)).until(() -> parent.state() == WorkerState.STARTING);
			this.services.serve("late", new Calculator());
			assertThat(started).succeedsWithin(Duration.ofSeconds(10));
			assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void waitsForAServiceForHoweverLong() {
		this.services.serve("math", new Calculator());
		Duration forever = ChronoUnit.FOREVER.getDuration();
		ParentWorker parent = this.services.parent(this.services.connect("math").startTimeout(forever));
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	/**
	 * The time is over while one of the connections is open that are closed each time.
	 */
	@Test
	void saysThatConnectionsAreClosedThoughOneIsOpen() throws Exception {
		CompletableFuture<Void> closing;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			closing = CompletableFuture.runAsync(() -> closeEachLate(socket));
			ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://127.0.0.1:" + socket.getLocalPort())
				.startTimeout(Duration.ofMillis(1450));
			assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
				.withMessageContaining("closed each connection");
		}
		assertThat(closing).succeedsWithin(Duration.ofSeconds(20));
	}

	private static void closeEachLate(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket accepted = socket.accept();
				Thread.sleep(300);
				accepted.close();
			}
			catch (IOException ex) {
				assertThat(socket.isClosed()).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Test
	void refusesASecondServiceUnderTheSameId() {
		this.services.serve("math", new Calculator());
		int port = this.services.port("math");
		assertThatExceptionOfType(ServiceAlreadyRunningException.class)
			.isThrownBy(() -> this.services.serve("math", new Calculator()))
			.satisfies((ex) -> {
				assertThat(ex.serviceId()).isEqualTo("math");
				assertThat(ex.port()).isEqualTo(port);
			});
		assertThat(this.services.parent("math").call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void takesAPortOfItsRange() throws IOException {
		int port = freePort();
		this.services.serve("math", new Calculator(), (worker) -> worker.portRange(port, port));
		assertThat(this.services.port("math")).isEqualTo(port);
		assertThatExceptionOfType(MultifrostException.class)
			.isThrownBy(() -> this.services.serve("other", new Calculator(), (worker) -> worker.portRange(port, port)))
			.withMessageContaining("other")
			.withMessageContaining(port + "-" + port)
			.withMessageContaining("port-range");
		assertThat(this.services.registry().find("other")).isEmpty();
	}

	@Test
	void takesTheNextPortOfItsRangeWhereOneIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int first = Math.min(taken.getLocalPort(), 65_500);
			this.services.serve("math", new Calculator(), (worker) -> worker.portRange(first, first + 30));
			assertThat(this.services.port("math")).isBetween(first, first + 30).isNotEqualTo(taken.getLocalPort());
		}
	}

	@Test
	void refusesARangeThatIsNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChildWorker.serving(new Calculator()).portRange(6000, 5000))
			.withMessageContaining("6000-5000");
		assertThatIllegalArgumentException().isThrownBy(() -> ChildWorker.serving(new Calculator()).portRange(80, 90));
	}

	@Test
	void leavesTheRegistryWhenItIsClosed() {
		ChildWorker worker = this.services.serve("math", new Calculator());
		assertThat(this.services.registry().find("math")).isPresent();
		worker.close();
		assertThat(this.services.registry().find("math")).isEmpty();
		assertThat(this.services.registry().file()).content().doesNotContain("math");
	}

	@Test
	void servesNamespacesOnOneSocket() {
		this.services.serve("tools", new Calculator(),
				(worker) -> worker.and(new Greeter(), Greeter.class, "greetings"));
		ParentWorker parent = this.services.parent("tools");
		CallOptions greetings = CallOptions.DEFAULTS.withNamespace("greetings");
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(parent.call(greetings, "greet", String.class, "you")).isEqualTo("Hello you");
		assertThat(functions(parent, CallOptions.DEFAULTS)).containsExactly("add", "context", "plus");
		assertThat(functions(parent, greetings)).containsExactly("greet");
		ParentWorker other = this.services.parent(this.services.connect("tools").namespace("greetings"));
		assertThat(other.call("greet", String.class, "me")).isEqualTo("Hello me");
	}

	private static List<String> functions(ParentWorker parent, CallOptions options) {
		return parent.call(options, "listFunctions", new TypeRef<>() {
		});
	}

	@Test
	void ignoresCallsForANamespaceThatIsNotServed() {
		this.services.serve("math", new Calculator());
		ParentWorker parent = this.services.parent("math");
		CallOptions options = CallOptions.DEFAULTS.withNamespace("nowhere").withTimeout(Duration.ofMillis(300));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> parent.call(options, "add", Long.class, 1, 2));
		assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void tellsFunctionsWhatCameWithTheCall() {
		this.services.serve("math", new Calculator());
		ParentWorker parent = this.services.parent(this.services.connect("math").clientName("tests"));
		CallOptions options = CallOptions.DEFAULTS.withMetadata("correlation_id", "c-1").withMetadata("tenant", 7);
		assertThat(parent.call(options, "context", Object.class, "a", "b"))
			.isEqualTo(Map.of("function", "context", "namespace", "default", "client", "tests", "correlation", "c-1",
					"metadata", Map.of("correlation_id", "c-1", "tenant", 7L), "arguments", List.of("a", "b")));
	}

	@Test
	void tellsFunctionsThatNothingCameWithTheCall() {
		this.services.serve("math", new Calculator());
		Map<String, Object> context = this.services.parent("math").call("context", new TypeRef<>() {
		}, "a", "b");
		assertThat(context).containsEntry("client", null)
			.containsEntry("correlation", null)
			.containsEntry("metadata", Map.of());
	}

	@Test
	void servesParentsOfBothProtocolsAtOnce() {
		this.services.serve("math", new Calculator());
		ParentWorker three = this.services.parent(this.services.connect("math").protocol(ProtocolVersion.V3));
		ParentWorker four = this.services.parent(this.services.connect("math").protocol(ProtocolVersion.V4));
		for (int i = 0; i < 100; i++) {
			CompletableFuture<Long> one = three.callAsync("add", Long.class, i, 3);
			CompletableFuture<Long> other = four.callAsync("add", Long.class, i, 4);
			assertThat(one.join()).isEqualTo(i + 3);
			assertThat(other.join()).isEqualTo(i + 4);
		}
	}

	@Test
	void hasNoUseForSettingsOfTheOtherMode() {
		assertThatIllegalStateException().isThrownBy(() -> ParentWorker.connect("math").executable("python3"))
			.withMessageContaining("executable");
		assertThatIllegalStateException()
			.isThrownBy(() -> ParentWorker.spawn("script").registry(this.services.registry()));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** Serves the functions that are marked. */
	public static class Calculator {

		@MultifrostFunction
		public long add(long a, long b) {
			return a + b;
		}

		@MultifrostFunction("plus")
		public long sum(long a, long b) {
			return a + b;
		}

		@MultifrostFunction
		public Map<String, Object> context(String first, CallContext context, String second) {
			Map<String, Object> seen = new LinkedHashMap<>();
			seen.put("function", context.function());
			seen.put("namespace", context.namespace());
			seen.put("client", context.clientName());
			seen.put("correlation", context.correlationId());
			seen.put("metadata", context.metadata());
			seen.put("arguments", List.of(first, second));
			return seen;
		}

	}

	/** Serves all public methods. */
	public static class Greeter {

		public String greet(String name) {
			return "Hello " + name;
		}

	}

}
