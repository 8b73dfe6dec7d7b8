package io.multifrost.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.multifrost.MultifrostException;
import io.multifrost.internal.jeromq.DeadLoop;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceEntry;

/**
 * Injects faults by chance, one after another.
 */
final class Chaos {

	private enum Fault {

		KILL, STOP, SHORT_STOPS, FLOOD, STARVE, EXIT, HOSTILE_WORKER, HOSTILE_STRANGER, HOSTILE_CLIENT, DEAF_CLIENT,
		STRUCK_IO_THREAD, LISTENER_ERRORS, ROLLING_RESTART, STOP_BY_HAND

	}

	private static final int SLOWEST_MILLIS = 700;

	private final Fleet fleet;

	private final Callers callers;

	private final FileServiceRegistry registry;

	private final SplittableRandom random;

	private final Map<Fault, Integer> counts = new TreeMap<>();

	private final HostilePeer hostile = new HostilePeer();

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);

	Chaos(Fleet fleet, Callers callers, Path directory, SplittableRandom random) {
		this.fleet = fleet;
		this.callers = callers;
		this.registry = FileServiceRegistry.inDirectory(directory);
		this.random = random;
	}

	Map<?, Integer> counts() {
		return this.counts;
	}

	int faults() {
		return this.counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * Inject faults until the time is over.
	 * @param end the time of {@link System#nanoTime()}
	 */
	void run(long end) {
		Fault[] faults = Fault.values();
		while (System.nanoTime() < end) {
			Fault fault = faults[this.random.nextInt(faults.length)];
			if (inject(fault)) {
				this.counts.merge(fault, 1, Integer::sum);
			}
			this.executor.execute(this.fleet::keepServices);
			this.fleet.workers().forEach((worker) -> this.executor.execute(() -> startAgain(worker)));
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(this.random.nextInt(SLOWEST_MILLIS)));
		}
	}

	/**
	 * Set everything going again and wait for it.
	 */
	void end() throws InterruptedException {
		this.executor.shutdown();
		this.executor.awaitTermination(60, TimeUnit.SECONDS);
		WorkerProcesses.all().forEach((process) -> WorkerProcesses.signal(process, "CONT"));
		this.hostile.close();
	}

	private boolean inject(Fault fault) {
		List<ParentWorker> workers = this.fleet.workers();
		ParentWorker worker = workers.get(this.random.nextInt(workers.size()));
		List<ProcessHandle> processes = WorkerProcesses.all();
		if (processes.isEmpty()) {
			return false;
		}
		ProcessHandle process = processes.get(this.random.nextInt(processes.size()));
		int number = this.random.nextInt(1, 1_000);
		switch (fault) {
			case KILL -> WorkerProcesses.signal(process, "KILL");
			case STOP -> stop(process, 3 * number);
			case SHORT_STOPS -> processes.forEach((each) -> stop(each, number / 4));
			case FLOOD -> repeat(2, worker, SoakCall.flood(number * 4_096L, this.random.nextBoolean()));
			case STARVE -> repeat(4, worker, SoakCall.burn(number));
			case EXIT -> repeat(1, worker, SoakCall.exit(number % 4));
			case HOSTILE_WORKER -> repeat(1, python(worker), SoakCall.hostile(number));
			case HOSTILE_STRANGER -> {
				return WorkerProcesses.parentPort(process).map(this::attack).orElse(false);
			}
			case HOSTILE_CLIENT -> {
				return servicePort().map(this::attack).orElse(false);
			}
			case DEAF_CLIENT -> {
				return servicePort().map(this.hostile::callWithoutReading).orElse(false);
			}
			case STRUCK_IO_THREAD -> DeadLoop.strike();
			case LISTENER_ERRORS -> this.fleet.failListener(number / 100);
			case ROLLING_RESTART -> this.executor.execute(() -> byHand(worker::restart));
			case STOP_BY_HAND -> this.executor.execute(() -> byHand(worker::stop));
		}
		return true;
	}

	private Optional<Integer> servicePort() {
		String service = this.random.nextBoolean() ? "java-service" : "python-service";
		return this.registry.find(service).map(ServiceEntry::port);
	}

	private void stop(ProcessHandle process, long millis) {
		WorkerProcesses.signal(process, "STOP");
		this.executor.schedule(() -> WorkerProcesses.signal(process, "CONT"), millis, TimeUnit.MILLISECONDS);
	}

	private void repeat(int times, ParentWorker worker, SoakCall call) {
		for (int i = 0; i < times; i++) {
			this.callers.callAsync(worker, call);
		}
	}

	private ParentWorker python(ParentWorker worker) {
		return this.fleet.workers()
			.stream()
			.filter((each) -> each.name().equals(worker.name().replace("java", "python")))
			.findFirst()
			.orElseThrow();
	}

	private boolean attack(int port) {
		this.hostile.attack(port, this.random.split());
		return true;
	}

	private void startAgain(ParentWorker worker) {
		WorkerState state = worker.state();
		if (state == WorkerState.FAILED || state == WorkerState.STOPPED) {
			byHand(worker::start);
		}
	}

	/**
	 * Do what somebody at a keyboard would; another may have been quicker, or a fault.
	 */
	private static void byHand(Runnable action) {
		try {
			action.run();
		}
		catch (MultifrostException | IllegalStateException ex) {
			System.Logger logger = System.getLogger(Chaos.class.getName());
			logger.log(System.Logger.Level.DEBUG, "By hand", ex);
		}
	}

}
