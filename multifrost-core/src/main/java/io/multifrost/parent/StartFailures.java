package io.multifrost.parent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.transport.Endpoint;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerProcess;

/**
 * The exceptions of a worker that did not start, each with what to do about it.
 */
final class StartFailures {

	private final ParentSettings settings;

	StartFailures(ParentSettings settings) {
		this.settings = settings;
	}

	WorkerStartException named(WorkerStartException ex) {
		return new WorkerStartException(ex.reason(), describe(ex.problem()), ex.command(), ex.exitCode(), ex.output(),
				ex.getCause());
	}

	WorkerStartException notBound(@Nullable Throwable cause) {
		return new WorkerStartException(Reason.OTHER, describe("no port could be bound: " + cause),
				this.settings.command().arguments(), null, "", cause);
	}

	WorkerStartException exited(WorkerProcess process, ExitStatus status) {
		return new WorkerStartException(Reason.EXITED, describe("it " + status.describe() + " before it was ready"),
				this.settings.command().arguments(), status.code(), output(process), null);
	}

	WorkerStartException notConnected(WorkerProcess process, Endpoint endpoint, String variable) {
		return running(process, Reason.TIMED_OUT, "it did not connect to " + endpoint + within()
				+ "; see that it reads the port from the environment variable " + variable + moreTime(), null);
	}

	WorkerStartException notAnswering(WorkerProcess process) {
		return running(process, Reason.TIMED_OUT,
				"it connected, but did not answer a heartbeat" + within() + "; see that its loop runs" + moreTime(),
				null);
	}

	WorkerStartException interrupted(WorkerProcess process, InterruptedException cause) {
		return running(process, Reason.STOPPED, "the thread that started it was interrupted", cause);
	}

	WorkerStartException stopped() {
		return new WorkerStartException(Reason.STOPPED, describe("it was stopped while it was starting"),
				this.settings.command().arguments(), null, "", null);
	}

	private WorkerStartException running(WorkerProcess process, Reason reason, String problem,
			@Nullable Throwable cause) {
		return new WorkerStartException(reason, describe(problem), this.settings.command().arguments(), null,
				output(process), cause);
	}

	private String describe(String problem) {
		return "Worker '" + this.settings.name() + "' did not start: " + problem;
	}

	private String within() {
		Duration timeout = this.settings.startTimeout();
		return " within " + timeout.toMillis() + " ms";
	}

	private String moreTime() {
		return ", or give it more time (start-timeout)";
	}

	private static String output(WorkerProcess process) {
		return String.join("\n", process.lastOutput());
	}

}
