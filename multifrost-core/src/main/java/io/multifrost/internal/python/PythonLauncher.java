package io.multifrost.internal.python;

import java.util.HashMap;
import java.util.Map;

import io.multifrost.CodecLimits;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.SpawnVariables;
import io.multifrost.process.PythonWorker;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerProcess;

/**
 * Makes what a Python worker needs before each launch of it, which is quick where it is
 * there already, and has its process started by another launcher. Safe for use by several
 * threads.
 *
 * @param worker what is served
 * @param workers makes it ready
 * @param limits what messages may hold, for the worker to hold to as well
 * @param launcher starts the process
 */
public record PythonLauncher(PythonWorker worker, PythonWorkers workers, CodecLimits limits,
		WorkerLauncher launcher) implements WorkerLauncher {

	/**
	 * Return what stands for the worker where nothing is known yet of its interpreter.
	 * @param worker the worker
	 * @return the command
	 */
	public static WorkerCommand describe(PythonWorker worker) {
		String module = worker.module();
		return WorkerCommand.of("python", "-m", "multifrost_worker", "serve",
				(module != null) ? module : String.valueOf(worker.script()));
	}

	@Override
	public WorkerProcess launch(WorkerCommand command, OutputListener output) {
		if (command.arguments().size() > describe(this.worker).arguments().size()) {
			throw new WorkerStartException(Reason.OTHER,
					"a Python module has no command line: give it environment variables instead of arguments",
					command.arguments(), null, "", null);
		}
		Map<String, String> own = new HashMap<>(command.environment());
		Map<String, String> spawn = new HashMap<>(command.environment());
		own.keySet().removeAll(SpawnVariables.ALL);
		spawn.keySet().retainAll(SpawnVariables.ALL);
		WorkerCommand ready = this.workers.prepare(this.worker.withEnvironment(own), output)
			.command()
			.withEnvironment(spawn)
			.withEnvironment("MULTIFROST_LOG", "records")
			.withEnvironment("MULTIFROST_LIMITS", describeLimits())
			.withInheritedEnvironment(command.inherited());
		return this.launcher.launch((command.directory() != null) ? ready.withDirectory(command.directory()) : ready,
				output);
	}

	private String describeLimits() {
		return """
				{"message_bytes": %d, "string_bytes": %d, "binary_bytes": %d, "elements": %d, "file_bytes": %d}"""
			.formatted(this.limits.maxMessageSize(), this.limits.maxValueSize(), this.limits.maxValueSize(),
					this.limits.maxEntries(), this.limits.maxFileSize());
	}

}
