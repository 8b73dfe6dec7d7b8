package io.multifrost.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;

import static org.awaitility.Awaitility.await;

/**
 * Calls are spread over services, an address moves from one host to another, a host is
 * cut off and comes back, and all instances are exchanged, while calls are made.
 */
final class HostRun implements AutoCloseable {

	private static final List<Host> HOSTS = List.of(Host.ONE, Host.TWO);

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final int FIRST_PORT = 5001;

	/** As many as are used at one time on a host, and one that is to take over. */
	private static final int PORTS = 3;

	private static final int BALANCED_CALLS = 2000;

	private static final long CUT_SECONDS = 12;

	private static final String MOVING_ADDRESS = "10.77.0.9";

	private final Registry registry;

	private final Path directory;

	private final Deque<HostInstance> running = new ArrayDeque<>();

	HostRun(Registry registry, Path directory) {
		this.registry = registry;
		this.directory = directory;
	}

	HostFigures run() throws Exception {
		for (Host host : HOSTS) {
			start(host, FIRST_PORT, false);
			start(host, FIRST_PORT + 1, true);
		}
		try (ConfigurableApplicationContext application = application()) {
			ParentWorker worker = application.getBean("hosted", ParentWorker.class);
			await().atMost(LONG).until(() -> running(worker, "") == 4);
			boolean balanced = isBalanced(worker);
			moveAnAddress();
			HostCallers callers = new HostCallers(worker);
			await().atMost(LONG).until(() -> callers.calls.get() > 1000);
			long backMillis = cutAndBack(worker);
			long failedBefore = callers.failed.get() + callers.failedIdempotent.get();
			exchangeAll(worker, callers);
			long rollingFailed = callers.failed.get() + callers.failedIdempotent.get() - failedBefore;
			long unanswered = callers.end() + callers.late.get();
			System.out.printf("failed while a host was cut off, and not to be repeated: %d (the last: %s)%n",
					callers.failed.get(), callers.lastFailure());
			return new HostFigures(balanced, callers.calls.get(), unanswered, callers.wrong.get(),
					callers.failedIdempotent.get(), rollingFailed, backMillis);
		}
	}

	private ConfigurableApplicationContext application() {
		String endpoints = HOSTS.stream()
			.flatMap((host) -> IntStream.range(FIRST_PORT, FIRST_PORT + PORTS)
				.mapToObj((port) -> "tcp://" + host.address() + ":" + port))
			.collect(Collectors.joining(","));
		return new SpringApplicationBuilder(Caller.class).properties("spring.config.name=hosts")
			.profiles("caller", this.registry.profile())
			.run("--name=caller", "--address=" + Host.APP.address(), "--endpoints=" + endpoints);
	}

	private void start(Host host, int port, boolean python) throws Exception {
		this.running.add(HostInstance.start(host, port, python, this.registry, this.directory));
	}

	private static boolean isBalanced(ParentWorker worker) {
		Map<String, Integer> shares = new TreeMap<>();
		for (int i = 0; i < BALANCED_CALLS; i++) {
			shares.merge(worker.call("who", String.class), 1, Integer::sum);
		}
		System.out.println("calls of each instance: " + shares);
		double share = BALANCED_CALLS / 4.0;
		return shares.size() == 4 && shares.values().stream().allMatch((calls) -> Math.abs(calls - share) <= share / 5);
	}

	/**
	 * Nothing tells the connection: packets are lost until others learn whose the address
	 * is.
	 */
	private static void moveAnAddress() throws Exception {
		Host.ONE.alsoAt(MOVING_ADDRESS, true);
		try (ParentWorker worker = ParentWorker.connectTo("tcp://" + MOVING_ADDRESS + ":" + FIRST_PORT)
			.recoveryWait(LONG)
			.start()) {
			CallOptions idempotent = CallOptions.DEFAULTS.withTimeout(LONG).withIdempotent(true);
			String before = worker.call(idempotent, "who", String.class);
			Host.ONE.alsoAt(MOVING_ADDRESS, false);
			Host.TWO.alsoAt(MOVING_ADDRESS, true);
			long moved = System.nanoTime();
			String after = worker.call(idempotent, "who", String.class);
			System.out.printf("an address moved: %s answered there, and after %d ms %s%n", before, millisSince(moved),
					after);
			if (!after.startsWith(Host.TWO.name())) {
				throw new IllegalStateException("Answered by " + after);
			}
		}
		finally {
			Host.TWO.alsoAt(MOVING_ADDRESS, false);
		}
	}

	private static long cutAndBack(ParentWorker worker) throws Exception {
		Host.TWO.connected(false);
		long cut = System.nanoTime();
		await().atMost(LONG).until(() -> running(worker, Host.TWO.address()) == 0);
		System.out.printf("noticed that a host was cut off after %d ms%n", millisSince(cut));
		// For as long as calls that had been sent may take
		TimeUnit.SECONDS.sleep(CUT_SECONDS);
		Host.TWO.connected(true);
		long began = System.nanoTime();
		await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> running(worker, Host.TWO.address()) == 2);
		return millisSince(began);
	}

	/**
	 * Each new one runs, and is known, before an old one is asked to end.
	 */
	private void exchangeAll(ParentWorker worker, HostCallers callers) throws Exception {
		for (Host host : HOSTS) {
			int port = FIRST_PORT + 2;
			for (HostInstance old : runningOn(host).toList()) {
				start(host, port, old.python());
				await().atMost(LONG).until(() -> running(worker, "") == 5);
				this.running.remove(old);
				old.stop();
				long before = callers.calls.get();
				await().atMost(LONG).until(() -> callers.calls.get() > before + 500 && running(worker, "") == 4);
				// Which is free now
				port = old.port();
			}
		}
	}

	private Stream<HostInstance> runningOn(Host host) {
		return this.running.stream().filter((each) -> each.host() == host);
	}

	private static long running(ParentWorker worker, String address) {
		return worker.snapshot()
			.instances()
			.stream()
			.filter((each) -> each.state() == WorkerState.RUNNING)
			.filter((each) -> each.endpoint() != null && each.endpoint().contains(address))
			.count();
	}

	private static long millisSince(long began) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
	}

	@Override
	public void close() {
		this.running.forEach(HostInstance::kill);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Caller {

	}

}
