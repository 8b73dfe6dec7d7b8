package io.multifrost.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.multifrost.WorkerStartException;

/**
 * Says which properties to look at when a worker did not start.
 */
class WorkerStartFailureAnalyzer extends AbstractFailureAnalyzer<WorkerStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WorkerStartException cause) {
		String worker = cause.worker();
		return new FailureAnalysis(cause.getMessage(), action((worker != null) ? worker : "<name>", cause), cause);
	}

	private static String action(String worker, WorkerStartException cause) {
		String prefix = ParentCommand.prefix(worker);
		return switch (cause.reason()) {
			case EXECUTABLE_NOT_FOUND -> "Install '" + first(cause) + "', or correct " + prefix + "executable (or "
					+ prefix + "script, where that is run by itself)." + relative(prefix, cause)
					+ " If the worker is not needed here, set " + prefix + "enabled=false.";
			case NOT_EXECUTABLE ->
				"Run chmod +x on the file; or name the program that runs it, for example python3, in " + prefix
						+ "executable and the file in " + prefix + "script.";
			case SCRIPT_NOT_FOUND ->
				"Correct " + prefix + "script, or set " + prefix + "directory to the directory that it is relative to.";
			case DIRECTORY_NOT_FOUND -> "Create the directory, or correct " + prefix + "directory.";
			case EXITED ->
				"Look at the output above for the reason: the worker ended by itself. Run the command by hand "
						+ "with COMLINK_ZMQ_PORT set to try it, and see that " + prefix
						+ "executable, script, main-class, arguments and environment are what it needs.";
			case TIMED_OUT -> "See that the worker connects to the port in its environment variable COMLINK_ZMQ_PORT "
					+ "and answers heartbeats. If it needs more time to start, raise " + prefix + "start-timeout.";
			case STOPPED -> "Nothing is wrong with the worker itself: see why the application was stopped.";
			case OTHER -> "See the cause, and the properties under " + prefix + "*.";
		};
	}

	/**
	 * A name without a slash is looked for on the PATH instead.
	 */
	private static String relative(String prefix, WorkerStartException cause) {
		String executable = first(cause);
		return (executable.contains("/") && !executable.startsWith("/"))
				? " A relative path follows " + prefix + "directory, or else the directory of this application." : "";
	}

	private static String first(WorkerStartException cause) {
		return cause.command().isEmpty() ? "the executable" : cause.command().get(0);
	}

}
