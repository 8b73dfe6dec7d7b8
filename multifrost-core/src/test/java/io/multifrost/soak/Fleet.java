package io.multifrost.soak;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;
import io.multifrost.process.WorkerCommand;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.support.Python;

/**
 * The workers of the soak, and the services, which it starts again as whoever runs them
 * would.
 */
final class Fleet implements AutoCloseable {

	private static final HeartbeatSettings HEARTBEAT = new HeartbeatSettings(Duration.ofMillis(500),
			Duration.ofMillis(700), 2);

	private static final RestartPolicy RESTARTS = new RestartPolicy(10_000, Duration.ofSeconds(60),
			Duration.ofMillis(50), Duration.ofMillis(500), 0.5, Duration.ofSeconds(1));

	private final Path directory;

	private final Ledger ledger;

	private final Marks marks;

	private final List<ParentWorker> workers = new ArrayList<>();

	private final Map<String, Process> services = new TreeMap<>();

	private final AtomicInteger errorsOfListener = new AtomicInteger();

	private boolean closed;

	Fleet(Path directory, Ledger ledger, Marks marks) {
		this.directory = directory;
		this.ledger = ledger;
		this.marks = marks;
	}

	void start() {
		keepServices();
		WorkerCommand java = WorkerCommand.java(SoakWorker.class.getName(), "-XX:TieredStopAtLevel=1", "-Xmx96m");
		WorkerCommand python = WorkerCommand.script(Python.executable().toString(), Python.peer("soak_worker.py"));
		add(spawn("java", java).whileRestarting(WhileRestarting.WAIT));
		add(spawn("python", python).whileRestarting(WhileRestarting.FAIL));
		add(spawn("java-pool", java).instances(2).whileRestarting(WhileRestarting.FAIL));
		add(spawn("python-pool", python).instances(3).whileRestarting(WhileRestarting.WAIT));
		WorkerCommand streams = WorkerCommand.of(Python.executable().toString(), "-m", "multifrost_worker", "serve",
				Python.peer("soak_streams.py").toString());
		add(spawn("python-package", streams)
			.environment("PYTHONPATH",
					Python.peer("soak_streams.py").getParent() + ":" + Path.of("src/main/python").toAbsolutePath())
			.whileRestarting(WhileRestarting.FAIL));
		add(connect("java-service").whileRestarting(WhileRestarting.FAIL));
		add(connect("python-service").whileRestarting(WhileRestarting.WAIT));
		this.workers.forEach(ParentWorker::start);
	}

	private ParentWorkerBuilder spawn(String name, WorkerCommand command) {
		return ParentWorker.spawn(command)
			.name(name)
			.environment(SoakWorker.MARKS, this.marks.file().toString())
			.restartPolicy(RESTARTS);
	}

	private ParentWorkerBuilder connect(String id) {
		return ParentWorker.connect(id).registry(FileServiceRegistry.inDirectory(this.directory));
	}

	private void add(ParentWorkerBuilder worker) {
		this.workers.add(worker.heartbeat(HEARTBEAT)
			.startTimeout(Duration.ofSeconds(20))
			.stopTimeout(Duration.ofSeconds(1))
			.drainTimeout(Duration.ofSeconds(2))
			.onStdout((line) -> listen())
			.onStderr((line) -> listen())
			.listener(new ParentWorkerListener() {

				@Override
				public void onStateChange(String name, WorkerState from, WorkerState to, Throwable cause) {
					listen();
				}

				@Override
				public void onLost(WorkerInstance instance, int calls, Throwable cause) {
					listen();
				}

			})
			.interceptor(this.ledger)
			.build());
	}

	/**
	 * Have the listeners throw an {@link Error} at each of the next events.
	 */
	void failListener(int events) {
		this.errorsOfListener.set(events);
	}

	private void listen() {
		if (this.errorsOfListener.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw new AssertionError("A listener of the soak");
		}
	}

	List<ParentWorker> workers() {
		return this.workers;
	}

	/**
	 * Start the services that do not run.
	 */
	synchronized void keepServices() {
		if (!this.closed) {
			this.services.compute("java-service", (id, process) -> keep(process, java(id)));
			this.services.compute("python-service", (id, process) -> keep(process, python(id)));
		}
	}

	private List<String> java(String id) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-Xmx96m", "-cp", System.getProperty("java.class.path"), SoakWorker.class.getName(), id,
				this.directory.toString());
	}

	private List<String> python(String id) {
		return List.of(Python.executable().toString(), Python.peer("soak_worker.py").toString(), id,
				this.directory.toString());
	}

	private Process keep(Process process, List<String> command) {
		if (process != null && process.isAlive()) {
			return process;
		}
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(new File("/dev/null"))
				.redirectOutput(ProcessBuilder.Redirect.DISCARD);
			builder.environment().put(SoakWorker.MARKS, this.marks.file().toString());
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void close(Executor executor) {
		synchronized (this) {
			this.closed = true;
		}
		CompletableFuture
			.allOf(this.workers.stream()
				.map((worker) -> CompletableFuture.runAsync(worker::close, executor))
				.toArray(CompletableFuture[]::new))
			.join();
		close();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.workers.forEach(ParentWorker::close);
		for (Process service : this.services.values()) {
			service.destroyForcibly().onExit().join();
		}
	}

}
