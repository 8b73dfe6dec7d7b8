package io.multifrost.hosts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.multifrost.hosts.HostInstance.Host;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;

import static org.awaitility.Awaitility.await;

/**
 * Services in Java and Python on two hosts, and a parent on a third: calls are spread
 * over them, one host is cut off and comes back, and all instances are exchanged, while
 * calls are made all the time. For root on Linux: {@code ./mvnw -Phosts verify}.
 */
public final class Hosts {

	private static final Host ONE = new Host("one", "10.77.0.2");

	private static final Host TWO = new Host("two", "10.77.0.3");

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int FIRST_PORT = 5001;

	/** As many as are used at one time on a host, and one that is to take over. */
	private static final int PORTS = 3;

	private static final int BALANCED_CALLS = 2000;

	private static final long CUT_SECONDS = 12;

	private final Path directory;

	private final Deque<Placed> running = new ArrayDeque<>();

	private Hosts(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] args) throws Exception {
		Hosts hosts = new Hosts(Files.createTempDirectory("hosts"));
		boolean well;
		try {
			well = hosts.run();
		}
		finally {
			hosts.running.forEach((placed) -> placed.instance().kill());
		}
		System.exit(well ? 0 : 1);
	}

	private boolean run() throws Exception {
		for (Host host : List.of(ONE, TWO)) {
			start(host, FIRST_PORT, false);
			start(host, FIRST_PORT + 1, host == TWO);
		}
		List<String> endpoints = new ArrayList<>();
		for (Host host : List.of(ONE, TWO)) {
			for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
				endpoints.add("tcp://" + host.address() + ":" + port);
			}
		}
		try (ParentWorker worker = ParentWorker.connectTo(endpoints).name("hosted").startTimeout(LONG).start()) {
			await().atMost(LONG).until(() -> running(worker, "") == 4);
			boolean balanced = isBalanced(worker);
			HostCallers callers = new HostCallers(worker);
			await().atMost(LONG).until(() -> callers.calls.get() > 1000);
			long backMillis = cutAndBack(worker);
			long failedBefore = callers.failed.get() + callers.failedIdempotent.get();
			exchangeAll(worker, callers);
			long rollingFailed = callers.failed.get() + callers.failedIdempotent.get() - failedBefore;
			long unanswered = callers.end() + callers.late.get();
			System.out.printf("failed while a host was cut off, and not to be repeated: %d (the last: %s)%n",
					failedBefore, callers.lastFailure());
			System.out.printf(
					"hosts: calls=%d unanswered=%d wrong=%d failed_idempotent=%d rolling_failed=%d back_ms=%d%n",
					callers.calls.get(), unanswered, callers.wrong.get(), callers.failedIdempotent.get(), rollingFailed,
					backMillis);
			return balanced && unanswered + callers.wrong.get() + callers.failedIdempotent.get() + rollingFailed == 0;
		}
	}

	private void start(Host host, int port, boolean python) throws Exception {
		this.running.add(new Placed(host, port, python, HostInstance.start(host, port, python, this.directory)));
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

	private static long cutAndBack(ParentWorker worker) throws Exception {
		TWO.connected(false);
		long cut = System.nanoTime();
		await().atMost(LONG).until(() -> running(worker, TWO.address()) == 0);
		System.out.printf("noticed that a host was cut off after %d ms%n",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cut));
		// For as long as calls that had been sent may take
		TimeUnit.SECONDS.sleep(CUT_SECONDS);
		TWO.connected(true);
		long began = System.nanoTime();
		await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> running(worker, TWO.address()) == 2);
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
	}

	/**
	 * Each new one runs, and is known, before an old one is asked to end.
	 */
	private void exchangeAll(ParentWorker worker, HostCallers callers) throws Exception {
		int port = FIRST_PORT + 2;
		for (int i = 0; i < 4; i++) {
			Placed old = this.running.remove();
			start(old.host(), port, old.python());
			await().atMost(LONG).until(() -> running(worker, "") == 5);
			old.instance().stop();
			long before = callers.calls.get();
			await().atMost(LONG).until(() -> callers.calls.get() > before + 500 && running(worker, "") == 4);
			// The next of the same host takes the port that is free now.
			port = (i == 1) ? FIRST_PORT + 2 : old.port();
		}
	}

	private static long running(ParentWorker worker, String address) {
		return worker.snapshot()
			.instances()
			.stream()
			.filter((each) -> each.state() == WorkerState.RUNNING)
			.filter((each) -> each.endpoint() != null && each.endpoint().contains(address))
			.count();
	}

	private record Placed(Host host, int port, boolean python, HostInstance instance) {
	}

}
