package io.multifrost;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A worker process could not be started, or did not become ready.
 */
public class WorkerStartException extends MultifrostException {

	private static final int MAX_ARGUMENT_LENGTH = 200;

	private final @Nullable String worker;

	private final Reason reason;

	private final String problem;

	private final List<String> command;

	private final @Nullable Integer exitCode;

	private final String output;

	/**
	 * Create an exception where the worker's name is not known.
	 * @param reason the kind of failure
	 * @param problem what happened and what to do; the message adds command and output
	 * @param command the command line of the process
	 * @param exitCode the exit code of the process, or {@code null} if it did not exit
	 * @param output the last output of the process, empty if there was none
	 * @param cause the cause, or {@code null}
	 */
	public WorkerStartException(Reason reason, String problem, List<String> command, @Nullable Integer exitCode,
			String output, @Nullable Throwable cause) {
		this(null, reason, problem, command, exitCode, output, cause);
	}

	/**
	 * Create an exception.
	 * @param worker the name of the worker, or {@code null} where it is not known
	 * @param reason the kind of failure
	 * @param problem what happened and what to do; the message adds command and output
	 * @param command the command line of the process
	 * @param exitCode the exit code of the process, or {@code null} if it did not exit
	 * @param output the last output of the process, empty if there was none
	 * @param cause the cause, or {@code null}
	 */
	public WorkerStartException(@Nullable String worker, Reason reason, String problem, List<String> command,
			@Nullable Integer exitCode, String output, @Nullable Throwable cause) {
		super(describe(problem, command, output), cause);
		this.worker = worker;
		this.reason = reason;
		this.problem = problem;
		this.command = List.copyOf(command);
		this.exitCode = exitCode;
		this.output = output;
	}

	private static String describe(String problem, List<String> command, String output) {
		StringBuilder text = new StringBuilder(problem);
		if (!command.isEmpty()) {
			text.append("\n  command: ").append(commandLine(command));
		}
		if (!output.isEmpty()) {
			text.append("\n  output:\n    ").append(output.replace("\n", "\n    "));
		}
		return text.toString();
	}

	private static String commandLine(List<String> command) {
		// A class path can be thousands of characters long, and hides what matters.
		return command.stream()
			.map((argument) -> (argument.length() > MAX_ARGUMENT_LENGTH)
					? argument.substring(0, MAX_ARGUMENT_LENGTH) + "..." : argument)
			.collect(Collectors.joining(" "));
	}

	/**
	 * Return the name of the worker.
	 * @return the name, or {@code null} where it is not known
	 */
	public @Nullable String worker() {
		return this.worker;
	}

	/**
	 * Return the kind of failure.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return what happened and what to do, without command and output.
	 * @return the first part of the message
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return the command line of the process.
	 * @return the command and its arguments, empty where it was not known yet
	 */
	public List<String> command() {
		return this.command;
	}

	/**
	 * Return the exit code of the process.
	 * @return the exit code, or {@code null} if the process did not exit by itself
	 */
	public @Nullable Integer exitCode() {
		return this.exitCode;
	}

	/**
	 * Return the last lines that the process wrote to its standard output and error.
	 * @return the lines, empty if there were none
	 */
	public String output() {
		return this.output;
	}

	/**
	 * Why a worker did not start.
	 */
	public enum Reason {

		/**
		 * The executable does not exist.
		 */
		EXECUTABLE_NOT_FOUND,

		/**
		 * The executable exists, but may not be executed.
		 */
		NOT_EXECUTABLE,

		/**
		 * The script does not exist.
		 */
		SCRIPT_NOT_FOUND,

		/**
		 * The working directory does not exist.
		 */
		DIRECTORY_NOT_FOUND,

		/**
		 * The process exited before it was ready.
		 */
		EXITED,

		/**
		 * The process runs but did not answer a heartbeat in time.
		 */
		TIMED_OUT,

		/**
		 * The worker was stopped while it was starting.
		 */
		STOPPED,

		/**
		 * Anything else, for example that the operating system refused to start a
		 * process.
		 */
		OTHER

	}

}
