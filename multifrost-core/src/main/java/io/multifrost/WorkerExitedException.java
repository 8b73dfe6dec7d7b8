package io.multifrost;

import java.time.Duration;
import java.util.List;

/**
 * The process of a worker ended while a call was waiting for its answer. The call may
 * have run in part or whole.
 */
public class WorkerExitedException extends MultifrostException {

	/** 128 plus the highest signal; codes beyond that are plain codes, such as 255. */
	private static final int MAX_SIGNAL_CODE = 128 + 64;

	private final String worker;

	private final long pid;

	private final int exitCode;

	private final Duration uptime;

	private final List<String> lastOutput;

	/**
	 * Create an exception.
	 * @param worker the name of the worker
	 * @param pid the process id
	 * @param exitCode the exit code; 128 plus the signal's number where a signal ended
	 * the process
	 * @param uptime the time that the process ran
	 * @param lastOutput the last lines of its standard error, or of its standard output
	 * where there were none
	 */
	public WorkerExitedException(String worker, long pid, int exitCode, Duration uptime, List<String> lastOutput) {
		super(describe(worker, pid, exitCode, uptime, lastOutput));
		this.worker = worker;
		this.pid = pid;
		this.exitCode = exitCode;
		this.uptime = uptime;
		this.lastOutput = List.copyOf(lastOutput);
	}

	private static String describe(String worker, long pid, int exitCode, Duration uptime, List<String> lastOutput) {
		String how = (exitCode > 128 && exitCode <= MAX_SIGNAL_CODE) ? "was killed by signal " + (exitCode - 128)
				: "exited with code " + exitCode;
		String text = "Worker '" + worker + "' (pid " + pid + ") " + how + " after " + uptime.toMillis() + " ms";
		return lastOutput.isEmpty() ? text : text + "\n  output:\n    " + String.join("\n    ", lastOutput);
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return the process id.
	 * @return the process id
	 */
	public long pid() {
		return this.pid;
	}

	/**
	 * Return the exit code, which is 128 plus the signal's number where a signal ended
	 * the process.
	 * @return the exit code
	 */
	public int exitCode() {
		return this.exitCode;
	}

	/**
	 * Return the time that the process ran.
	 * @return the uptime
	 */
	public Duration uptime() {
		return this.uptime;
	}

	/**
	 * Return the last lines that the process wrote.
	 * @return the lines, empty if there were none
	 */
	public List<String> lastOutput() {
		return this.lastOutput;
	}

}
