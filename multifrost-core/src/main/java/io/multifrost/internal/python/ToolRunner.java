package io.multifrost.internal.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.Threads;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

/**
 * Runs the tools that make one environment, each to its end: all of them within one
 * timeout, and none longer than the thread that waits for it.
 */
final class ToolRunner {

	private static final Logger logger = LoggerFactory.getLogger(ToolRunner.class);

	private static final Duration KILL_GRACE = Duration.ofSeconds(5);

	/**
	 * To Python an empty variable is one that is not set. What the user has there is
	 * meant for other interpreters, and breaks a tool.
	 */
	private static final Map<String, String> OWN = Map.of("PYTHONPATH", "", "PYTHONHOME", "", "PIP_USER", "0",
			"PIP_NO_INPUT", "1", "PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_PROGRESS_BAR", "off");

	/** All that uv says goes to standard error, its progress too. */
	private static final Pattern UV_PROBLEM = Pattern.compile("warning:|error:| +[×╰├│]");

	private final Map<String, String> environment;

	private final OutputListener listener;

	private final Duration timeout;

	private final long deadlineNanos;

	ToolRunner(Map<String, String> environment, OutputListener listener, Duration timeout) {
		this.environment = environment;
		this.listener = listener;
		this.timeout = timeout;
		this.deadlineNanos = System.nanoTime() + timeout.toNanos();
	}

	/** Tell the listener what is done now, among the lines of the tools. */
	void say(String line) {
		try {
			this.listener.onLine(false, line);
		}
		catch (RuntimeException ex) {
			logger.warn("The listener for the making of Python environments failed at '{}'", line, ex);
		}
	}

	Duration timeout() {
		return this.timeout;
	}

	long remainingNanos() {
		return this.deadlineNanos - System.nanoTime();
	}

	/**
	 * Return a variable as the tools have it.
	 */
	@Nullable String variable(String name) {
		String value = this.environment.getOrDefault(name, System.getenv(name));
		return (value == null || value.isBlank()) ? null : value;
	}

	/**
	 * Run a tool whose output is its answer, which the listener does not get.
	 * @param command the command line
	 * @param variables variables for this tool
	 * @return how it ended, also where it failed
	 * @throws WorkerStartException if it cannot be started, or takes too long
	 */
	Result ask(List<String> command, Map<String, String> variables) {
		List<String> answer = Collections.synchronizedList(new ArrayList<>());
		return run(command, variables, null, (error, line) -> {
			if (!error) {
				answer.add(line);
			}
		}, answer);
	}

	/**
	 * Run a tool that has to succeed.
	 * @param command the command line
	 * @param variables variables for this tool
	 * @param directory its working directory, or {@code null} for that of this JVM
	 * @param problem what has failed where it fails, for the message
	 * @throws WorkerStartException if it fails, cannot be started or takes too long
	 */
	void run(List<String> command, Map<String, String> variables, @Nullable Path directory, String problem) {
		Result result = run(command, variables, directory, listener(command), List.of());
		if (!result.succeeded()) {
			throw result.failure(
					problem + ": '" + command.get(0) + "' " + result.status().describe() + ". What it said is below");
		}
	}

	private OutputListener listener(List<String> command) {
		return command.get(0).equals("uv")
				? (error, line) -> this.listener.onLine(error && UV_PROBLEM.matcher(line).lookingAt(), line)
				: this.listener;
	}

	private Result run(List<String> command, Map<String, String> variables, @Nullable Path directory,
			OutputListener output, List<String> answer) {
		Map<String, String> all = new LinkedHashMap<>(OWN);
		all.putAll(this.environment);
		all.putAll(Map.of("PYTHONPATH", "", "PYTHONHOME", ""));
		all.putAll(variables);
		WorkerCommand description = WorkerCommand.of(command).withEnvironment(all);
		if (directory != null) {
			description = description.withDirectory(directory);
		}
		WorkerProcess process = WorkerLauncher.local().launch(description, output);
		try {
			ExitStatus status = process.exit().get(Math.max(0, remainingNanos()), TimeUnit.NANOSECONDS);
			return new Result(command, status, List.copyOf(answer),
					String.join("\n", process.lastOutput()).stripTrailing());
		}
		catch (TimeoutException ex) {
			throw new PythonEnvironmentException(null, "The environment was not ready within " + this.timeout
					+ ", and what was running was ended: see that the package index can be reached, or allow more time",
					command, null, String.join("\n", process.lastOutput()), ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The end of a process is never a failure", ex);
		}
		finally {
			if (!process.exit().isDone()) {
				end(process);
			}
		}
	}

	static WorkerStartException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new WorkerStartException(Reason.STOPPED,
				"The thread that waited for the environment of the worker was interrupted", List.of(), null, "", cause);
	}

	/** What it leaves half-made is removed next, so that it has to be gone by then. */
	private static void end(WorkerProcess process) {
		process.kill();
		Threads.undisturbed(() -> {
			try {
				if (!Threads.await(process.exit(), KILL_GRACE)) {
					logger.warn("Process {}, which made a Python environment, does not end", process.pid());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	/**
	 * How a tool ended.
	 *
	 * @param command its command line
	 * @param status how it ended
	 * @param answer the lines of its standard output, where it was asked
	 * @param output its last lines
	 */
	record Result(List<String> command, ExitStatus status, List<String> answer, String output) {

		boolean succeeded() {
			return this.status.code() == 0;
		}

		PythonEnvironmentException failure(String problem) {
			return new PythonEnvironmentException(null, problem, this.command, this.status.code(), this.output, null);
		}

	}

}
