package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.process.ExitStatus;

/**
 * Sees to it that no worker outlives this JVM, even one that is killed: a small process
 * beside it, which runs while there are workers, and ends them and all that they started
 * when the pipe from the JVM closes. Safe for use by several threads.
 * <p>
 * On Linux it finds the processes by a mark in their environment and by the process tree;
 * where there is no {@code /proc}, by the tree alone. Where there is no shell it does
 * nothing, and workers end by themselves, if they do.
 */
public final class Watchdog {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	/**
	 * The script travels in a variable, so that lists of processes stay readable.
	 */
	private static final String SCRIPT_VARIABLE = "MULTIFROST_WATCHDOG";

	private static final String DEFAULT_PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

	private static final int MAX_FAILURES = 3;

	/**
	 * A life of this length makes up for earlier failures.
	 */
	private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Path shell;

	private final Path processes;

	private final ProcessMark mark = new ProcessMark();

	private final Set<Hold> holds = new LinkedHashSet<>();

	private @Nullable Process process;

	private long startedNanos;

	private int failures;

	private boolean unavailableReported;

	Watchdog() {
		this(Path.of("/bin/sh"), Path.of("/proc"));
	}

	/**
	 * Create a watchdog, which does not run yet.
	 * @param shell the shell that runs the script
	 * @param processes the folder in which the system shows processes; where it does not
	 * exist, {@code ps} is asked
	 */
	Watchdog(Path shell, Path processes) {
		this.shell = shell;
		this.processes = processes;
	}

	/**
	 * Have the watchdog run for a worker that is about to be started.
	 * @return to be released when the worker and all that it started are gone, or it was
	 * not started
	 */
	synchronized Hold hold() {
		Hold hold = new Hold();
		this.holds.add(hold);
		if (this.process == null) {
			if (!Files.isExecutable(this.shell)) {
				reportUnavailable();
			}
			else if (this.failures < MAX_FAILURES || System.nanoTime() - this.startedNanos > RETRY_NANOS) {
				start();
			}
		}
		return hold;
	}

	/**
	 * Return the process of the watchdog.
	 * @return the process, or {@code null} if it does not run
	 */
	public synchronized @Nullable Process process() {
		return this.process;
	}

	private void reportUnavailable() {
		if (!this.unavailableReported) {
			this.unavailableReported = true;
			logger.info("There is no {}: if this JVM is killed, its workers have to notice that and end by themselves",
					this.shell);
		}
	}

	private void start() {
		this.startedNanos = System.nanoTime();
		try {
			Process started = startScript();
			this.process = started;
			started.onExit().thenAccept(this::onExit);
			this.holds.forEach(this::tell);
		}
		catch (IOException | OutOfMemoryError ex) { // the latter: no thread to watch it
			this.failures++;
			logger.warn("The watchdog did not start: if this JVM is killed now, workers may outlive it", ex);
		}
	}

	/**
	 * Start the script.
	 * @return the process, whose standard input takes the lines of the script's protocol
	 * @throws IOException if the system does not start it
	 */
	private Process startScript() throws IOException {
		List<String> argv = new ArrayList<>(OwnSession.prefix());
		argv.addAll(List.of(this.shell.toString(), "-c", "eval \"$" + SCRIPT_VARIABLE + "\"", "multifrost-watchdog",
				Long.toString(ProcessHandle.current().pid()), this.mark.toString(), this.processes.toString()));
		ProcessBuilder builder = new ProcessBuilder(argv).directory(new File("/"))
			.redirectOutput(Redirect.DISCARD)
			.redirectError(Redirect.DISCARD);
		Map<String, String> environment = builder.environment();
		environment.put(SCRIPT_VARIABLE, read("watchdog.sh"));
		environment.merge("PATH", DEFAULT_PATH, (path, more) -> path + ":" + more);
		return builder.start();
	}

	private static String read(String resource) {
		try (InputStream in = Watchdog.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException("The resource " + resource + " is missing beside " + Watchdog.class);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void onExit(Process ended) {
		if (ended != this.process) {
			return; // it was ended here
		}
		this.process = null;
		boolean stable = System.nanoTime() - this.startedNanos > STABLE_NANOS;
		this.failures = stable ? 1 : this.failures + 1;
		boolean again = this.failures < MAX_FAILURES;
		logger.warn("The watchdog (pid {}), which ends workers if this JVM is killed, {}{}", ended.pid(),
				new ExitStatus(ended.exitValue()).describe(),
				again ? "; it is started again" : " again and again; until it is, workers may outlive this JVM");
		if (again) {
			start();
		}
	}

	private void tell(Hold hold) {
		ProcessHandle worker = hold.worker;
		// The id of one that has ended may be another's by now.
		if (worker != null && worker.isAlive()) {
			send("+" + worker.pid());
		}
	}

	private void send(String line) {
		Process process = this.process;
		if (process == null) {
			return;
		}
		try {
			OutputStream out = process.getOutputStream();
			out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
			out.flush();
		}
		catch (IOException ex) {
			// It has ended; its successor is told of all workers that run then.
			logger.debug("The watchdog (pid {}) could not be told '{}'", process.pid(), line, ex);
		}
	}

	/**
	 * The watch over one worker.
	 */
	final class Hold {

		private @Nullable ProcessHandle worker;

		private Hold() {
		}

		/**
		 * Mark the worker and all that it will start.
		 * @param environment the environment of the process to be
		 */
		void addMarkTo(Map<String, String> environment) {
			Watchdog.this.mark.addTo(environment);
		}

		/**
		 * Watch over a process, in which the mark may get lost: some programs write over
		 * their environment.
		 * @param process the process that was started
		 */
		void watch(ProcessHandle process) {
			synchronized (Watchdog.this) {
				this.worker = process;
				tell(this);
			}
		}

		/**
		 * Say that the process has ended. What it started is watched over still.
		 */
		void ended() {
			synchronized (Watchdog.this) {
				ProcessHandle worker = this.worker;
				this.worker = null;
				if (worker != null) {
					send("-" + worker.pid());
				}
			}
		}

		/**
		 * End the watch. Further calls do nothing.
		 */
		void release() {
			synchronized (Watchdog.this) {
				Process last = Watchdog.this.process;
				if (Watchdog.this.holds.remove(this) && Watchdog.this.holds.isEmpty() && last != null) {
					Watchdog.this.process = null;
					last.destroyForcibly();
				}
			}
		}

	}

}
