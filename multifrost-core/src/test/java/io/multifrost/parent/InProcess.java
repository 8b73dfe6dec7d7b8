package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

/**
 * A worker that runs in this process but talks over a socket all the same, for tests that
 * need no process of its own.
 */
public final class InProcess implements WorkerProcess {

	private final ChildWorker worker;

	private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

	private InProcess(ChildWorker worker) {
		this.worker = worker;
		worker.start().stopRequested().thenRunAsync(this::kill);
	}

	public static ParentWorkerBuilder spawn(Object functions) {
		return spawn(functions, UnaryOperator.identity());
	}

	public static ParentWorkerBuilder spawn(Object functions, UnaryOperator<ChildWorkerBuilder> settings) {
		return ParentWorker.spawn(WorkerCommand.of("in-process")).launcher((command, output) -> {
			int port = Integer.parseInt(command.environment().get("COMLINK_ZMQ_PORT"));
			return new InProcess(settings.apply(ChildWorker.serving(functions).port(port)).build());
		});
	}

	@Override
	public long pid() {
		return ProcessHandle.current().pid();
	}

	@Override
	public boolean isAlive() {
		return !this.exit.isDone();
	}

	@Override
	public CompletableFuture<ExitStatus> exit() {
		return this.exit;
	}

	@Override
	public List<String> lastOutput() {
		return List.of();
	}

	@Override
	public Duration uptime() {
		return Duration.ZERO;
	}

	@Override
	public boolean terminate() {
		kill();
		return true;
	}

	@Override
	public void kill() {
		this.worker.close();
		this.exit.complete(new ExitStatus(0));
	}

}
