package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.LoggerFactory;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

/**
 * Starts processes on this machine.
 */
public final class LocalWorkerLauncher implements WorkerLauncher {

	public static final LocalWorkerLauncher INSTANCE = new LocalWorkerLauncher(new Watchdog());

	/**
	 * Whoever asks for input fails at once, rather than waiting for an answer that nobody
	 * gives.
	 */
	private static final Redirect NO_INPUT = Redirect.from(new File((File.separatorChar == '/') ? "/dev/null" : "NUL"));

	private static final MissingInit missingInit = new MissingInit(ProcessHandle.current().pid(),
			LoggerFactory.getLogger(LocalWorkerLauncher.class)::warn);

	private final Watchdog watchdog;

	public LocalWorkerLauncher(Watchdog watchdog) {
		this.watchdog = watchdog;
	}

	@Override
	public WorkerProcess launch(WorkerCommand command, OutputListener output) {
		ProcessBuilder builder = new ProcessBuilder();
		Map<String, String> environment = builder.environment();
		InheritedVariables.retain(command.inherited(), environment);
		environment.putAll(command.environment());
		ProcessMark mark = new ProcessMark();
		mark.addTo(environment);
		String executable = new LaunchCheck(command, environment.get("PATH"), LaunchCheck.systemEncoding()).run();
		List<String> argv = new ArrayList<>(command.arguments());
		argv.set(0, executable);
		// One that cannot be executed has to fail here, and not within setsid.
		if (LaunchCheck.missingInterpreter(executable) == null) {
			argv.addAll(0, OwnSession.prefix());
		}
		builder.command(argv).redirectInput(NO_INPUT);
		Path directory = command.directory();
		if (directory != null) {
			builder.directory(directory.toFile());
		}
		Watchdog.Hold hold = this.watchdog.hold();
		hold.addMarkTo(environment);
		Process process = null;
		try {
			process = start(builder, command, executable);
			hold.watch(process.toHandle());
			missingInit.warnOnce();
			LocalWorkerProcess worker = new LocalWorkerProcess(process, mark, hold, output);
			worker.watch(command);
			return worker;
		}
		catch (Throwable ex) {
			if (process != null) {
				process.destroyForcibly(); // nobody would have it, and nothing would
											// watch it
			}
			hold.release();
			throw ex;
		}
	}

	private static Process start(ProcessBuilder builder, WorkerCommand command, String executable) {
		try {
			return builder.start();
		}
		catch (IOException ex) {
			String interpreter = LaunchCheck.missingInterpreter(executable);
			if (interpreter != null) {
				throw new WorkerStartException(Reason.EXECUTABLE_NOT_FOUND,
						"Executable '" + executable + "' names the interpreter '" + interpreter
								+ "' in its first line, which does not exist: install it or correct the line",
						command.arguments(), null, "", ex);
			}
			throw new WorkerStartException(Reason.OTHER,
					"The operating system did not start '" + executable + "': " + ex.getMessage(), command.arguments(),
					null, "", ex);
		}
	}

}
