package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

/**
 * The exceptions of a worker that did not start, each with what to do about it.
 *
 * @param settings the settings of the worker
 * @param command what was to be started
 */
record StartFailures(ParentSettings settings, WorkerCommand command) {

	private static final String MORE_TIME = ", or give it more time (start-timeout)";

	WorkerStartException named(WorkerStartException ex) {
		if (ex instanceof PythonEnvironmentException) {
			return new PythonEnvironmentException(this.settings.name(), describe(ex.problem()), ex);
		}
		return new WorkerStartException(this.settings.name(), ex.reason(), describe(ex.problem()), ex.command(),
				ex.exitCode(), ex.output(), ex.getCause());
	}

	WorkerStartException notBound(@Nullable Throwable cause) {
		return failure(Reason.OTHER, "no port could be bound: " + cause, null, null, cause);
	}

	WorkerStartException exited(WorkerProcess process, ExitStatus status) {
		return failure(Reason.EXITED, "it " + status.describe() + " before it was ready", process, status.code(), null);
	}

	WorkerStartException notConnected(WorkerProcess process, Endpoint endpoint, String variable) {
		String remedy = servesModule() ? "; see what its module does while it is imported"
				: "; see that it reads the port from the environment variable " + variable;
		return failure(Reason.TIMED_OUT, "it did not connect to " + endpoint + within() + remedy + MORE_TIME, process,
				null, null);
	}

	WorkerStartException notAnswering(WorkerProcess process) {
		return failure(Reason.TIMED_OUT,
				"it connected, but did not answer a heartbeat" + within() + "; see that its loop runs" + MORE_TIME,
				process, null, null);
	}

	WorkerStartException interrupted(WorkerProcess process, InterruptedException cause) {
		return failure(Reason.STOPPED, "the thread that started it was interrupted", process, null, cause);
	}

	WorkerStartException stopped() {
		return failure(Reason.STOPPED, "it was stopped while it was starting", null, null, null);
	}

	private WorkerStartException failure(Reason reason, String problem, @Nullable WorkerProcess process,
			@Nullable Integer exitCode, @Nullable Throwable cause) {
		String output = (process != null) ? String.join("\n", process.lastOutput()) : "";
		return new WorkerStartException(this.settings.name(), reason, describe(problem), this.command.arguments(),
				exitCode, output, cause);
	}

	/** Its program is our own, which reads the port. */
	private boolean servesModule() {
		return this.command.arguments().contains("multifrost_worker");
	}

	private String describe(String problem) {
		return "Worker '" + this.settings.name() + "' did not start: " + problem;
	}

	private String within() {
		return " within " + this.settings.startTimeout().toMillis() + " ms";
	}

}
