package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Starts the shell that runs the watchdog's script.
 */
public class WatchdogShell {

	private static final String SCRIPT = "watchdog.sh";

	/**
	 * The script travels in a variable, so that lists of processes stay readable.
	 */
	private static final String SCRIPT_VARIABLE = "MULTIFROST_WATCHDOG";

	private static final Path SHELL = Path.of("/bin/sh");

	private static final String DEFAULT_PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

	private final Path shell;

	private final Path processes;

	/** Read once: the watchdog starts before each worker that runs alone. */
	private volatile @Nullable String script;

	WatchdogShell() {
		this(SHELL, Path.of("/proc"));
	}

	/**
	 * Create a starter.
	 * @param shell the shell
	 * @param processes the folder in which the system shows processes; where it does not
	 * exist, {@code ps} is asked
	 */
	WatchdogShell(Path shell, Path processes) {
		this.shell = shell;
		this.processes = processes;
	}

	boolean isAvailable() {
		return Files.isExecutable(this.shell);
	}

	/**
	 * Start the script.
	 * @param mark what the workers and their children bear
	 * @return the process, whose standard input takes the lines of the script's protocol
	 * @throws IOException if the system does not start it
	 */
	Process start(ProcessMark mark) throws IOException {
		List<String> argv = new ArrayList<>(OwnSession.prefix());
		argv.addAll(List.of(this.shell.toString(), "-c", "eval \"$" + SCRIPT_VARIABLE + "\"", "multifrost-watchdog",
				Long.toString(ProcessHandle.current().pid()), mark.toString(), this.processes.toString()));
		ProcessBuilder builder = new ProcessBuilder(argv).directory(new File("/"))
			.redirectOutput(Redirect.DISCARD)
			.redirectError(Redirect.DISCARD);
		Map<String, String> environment = builder.environment();
		environment.put(SCRIPT_VARIABLE, script());
		environment.merge("PATH", DEFAULT_PATH, (path, more) -> path + ":" + more);
		return builder.start();
	}

	private String script() {
		String script = this.script;
		if (script == null) {
			script = read();
			this.script = script;
		}
		return script;
	}

	private static String read() {
		try (InputStream in = WatchdogShell.class.getResourceAsStream(SCRIPT)) {
			if (in == null) {
				throw new IllegalStateException("The resource " + SCRIPT + " is missing beside " + WatchdogShell.class);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.shell.toString();
	}

}
