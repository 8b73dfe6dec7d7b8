package io.multifrost.internal.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

/**
 * A process on this machine.
 */
final class LocalWorkerProcess implements WorkerProcess {

	private static final Logger logger = LoggerFactory.getLogger(LocalWorkerProcess.class);

	private static final long OUTPUT_GRACE_MILLIS = 250;

	private final Process process;

	/**
	 * Signals go through the handle: {@link Process#destroy()} also closes the pipes, and
	 * the last output would be lost.
	 */
	private final ProcessHandle handle;

	private final ProcessTree tree;

	private final Watchdog.Hold hold;

	private final OutputPump stdout;

	private final OutputPump stderr;

	private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

	private final long startedNanos = System.nanoTime();

	/**
	 * The uptime at the end, or -1 as long as the process runs.
	 */
	private final AtomicLong finalUptimeNanos = new AtomicLong(-1);

	private volatile boolean killed;

	/**
	 * Take charge of a process that was just started.
	 * @param process the process
	 * @param mark what it and its children bear in their environment
	 * @param hold the watch over it, released when all of them are gone
	 * @param listener receives its output
	 */
	LocalWorkerProcess(Process process, ProcessMark mark, Watchdog.Hold hold, OutputListener listener) {
		this.process = process;
		this.handle = process.toHandle();
		this.tree = new ProcessTree(this.handle, mark);
		this.hold = hold;
		this.stdout = new OutputPump(process.pid(), process.getInputStream(), false, listener);
		this.stderr = new OutputPump(process.pid(), process.getErrorStream(), true, listener);
	}

	/**
	 * Begin to read its output and to wait for its end.
	 * @param command the command that started it, for messages
	 * @throws WorkerStartException if there is no thread left to read its output; the
	 * process is killed then
	 */
	void watch(WorkerCommand command) {
		try {
			start();
		}
		catch (OutOfMemoryError ex) { // how the JVM says that it got no thread
			this.process.destroyForcibly();
			throw new WorkerStartException(Reason.OTHER,
					"No threads could be started to read the output of the process: "
							+ "raise the limit of threads or memory, or run fewer workers",
					command.arguments(), null, "", ex);
		}
	}

	private void start() {
		CompletableFuture<Void> drained = CompletableFuture.allOf(this.stdout.ended(), this.stderr.ended());
		drained.thenRun(this::awaitExit);
		Executor later = CompletableFuture.delayedExecutor(OUTPUT_GRACE_MILLIS, TimeUnit.MILLISECONDS);
		this.process.onExit().thenRun(() -> {
			stopUptime();
			if (!drained.isDone()) {
				later.execute(this::completeExit);
			}
		});
		this.stdout.start();
		this.stderr.start();
	}

	/**
	 * Runs on the thread of the pump that ended last, and not on the common pool, which
	 * user code can block: the end of a process must be noticed all the same. Mostly the
	 * process is gone already; one that only closed its output is waited for.
	 */
	private void awaitExit() {
		boolean gone = false;
		while (!gone) {
			try {
				this.process.waitFor();
				gone = true;
			}
			catch (InterruptedException ex) {
				// By a listener: this thread has no other owner.
				logger.debug("Interrupted while waiting for process {}", pid(), ex);
			}
		}
		completeExit();
	}

	private void completeExit() {
		stopUptime();
		this.hold.ended();
		this.exit.complete(new ExitStatus(this.process.exitValue()));
		releaseHold();
	}

	/**
	 * The process has ended. What it left behind is watched over until it is killed.
	 */
	private void releaseHold() {
		if (this.killed) {
			this.tree.kill(); // what was being started at the first time
			this.hold.release();
		}
		else if (!this.tree.hasMarked()) {
			this.hold.release();
		}
	}

	private void stopUptime() {
		this.finalUptimeNanos.compareAndSet(-1, System.nanoTime() - this.startedNanos);
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public CompletableFuture<ExitStatus> exit() {
		return this.exit.copy();
	}

	@Override
	public List<String> lastOutput() {
		List<String> errors = this.stderr.lastLines();
		return errors.isEmpty() ? this.stdout.lastLines() : errors;
	}

	@Override
	public Duration uptime() {
		long ended = this.finalUptimeNanos.get();
		return Duration.ofNanos((ended >= 0) ? ended : System.nanoTime() - this.startedNanos);
	}

	@Override
	public boolean terminate() {
		if (!isAlive()) {
			return false;
		}
		this.tree.remember();
		return this.handle.destroy();
	}

	@Override
	public void kill() {
		this.killed = true;
		this.tree.kill();
		if (!isAlive()) {
			this.hold.release();
		}
	}

	@Override
	public String toString() {
		return "process " + pid();
	}

}
