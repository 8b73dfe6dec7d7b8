package io.multifrost;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A Python worker could not be started since its interpreter or its packages are missing
 * and could not be had. Where a tool such as {@code pip} failed, {@link #command()},
 * {@link #exitCode()} and {@link #output()} are those of the tool.
 */
public class PythonEnvironmentException extends WorkerStartException {

	/**
	 * Create an exception.
	 * @param worker the name of the worker, or {@code null} where it is not known
	 * @param problem what happened and what to do; the message adds command and output
	 * @param command the command line of the tool, empty if none was run
	 * @param exitCode the exit code of the tool, or {@code null} if it did not exit by
	 * itself
	 * @param output the last output of the tool, empty if there was none
	 * @param cause the cause, or {@code null}
	 */
	public PythonEnvironmentException(@Nullable String worker, String problem, List<String> command,
			@Nullable Integer exitCode, String output, @Nullable Throwable cause) {
		super(worker, Reason.OTHER, problem, command, exitCode, output, cause);
	}

	/**
	 * Create an exception that names the worker which another one concerns.
	 * @param worker the name of the worker
	 * @param problem what happened and what to do
	 * @param unnamed the other exception, of which all else is taken
	 */
	public PythonEnvironmentException(String worker, String problem, WorkerStartException unnamed) {
		this(worker, problem, unnamed.command(), unnamed.exitCode(), unnamed.output(), unnamed.getCause());
	}

	/**
	 * Create an exception where no tool was run, and the worker's name is not known.
	 * @param problem what happened and what to do
	 * @param cause the cause, or {@code null}
	 */
	public PythonEnvironmentException(String problem, @Nullable Throwable cause) {
		this(null, problem, List.of(), null, "", cause);
	}

}
