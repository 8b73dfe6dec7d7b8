package io.multifrost.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A process that was started for a worker. All methods may be called from any thread, at
 * any time, also after the process has ended.
 */
public interface WorkerProcess {

	/**
	 * Return the process id.
	 * @return the process id
	 */
	long pid();

	/**
	 * Return whether the process runs (or is stopped by a signal that can be continued).
	 * @return whether the process has not ended yet
	 */
	boolean isAlive();

	/**
	 * Return the end of the process. The future completes when the process is gone and
	 * all its output was read, or 250 milliseconds after the end: another process can
	 * have inherited the output and keep it open, and a listener can be slow. The rest is
	 * read all the same. It completes normally however the process ended, on a thread of
	 * this library that dependent stages should not block for long. What the caller does
	 * to the future does not change the process.
	 * @return a future of the exit status
	 */
	CompletableFuture<ExitStatus> exit();

	/**
	 * Return the last lines that the process wrote to its standard error, or to its
	 * standard output if it wrote nothing to standard error: at most 40 lines and 8 KiB,
	 * after a line that says how many lines were left out, if any were, and before what
	 * was written of a line that has no end yet.
	 * @return the lines, oldest first, empty if there were none
	 */
	List<String> lastOutput();

	/**
	 * Return the time since the process was started, until now or until its end.
	 * @return the uptime
	 */
	Duration uptime();

	/**
	 * Ask the process to end (SIGTERM). Only the process itself is asked, because a
	 * worker looks after its own children. Children that it has at this moment are
	 * remembered for {@link #kill()}. A process that is stopped (SIGSTOP) sees the signal
	 * only when it is continued.
	 * @return whether the signal was sent; {@code false} if the process was gone already
	 */
	boolean terminate();

	/**
	 * End the process and all processes that it started, at once (SIGKILL), also those
	 * that it left behind when it ended: on Linux all of them, elsewhere those that
	 * {@link #terminate()} or an earlier call remembered. Does nothing where all are
	 * gone. Returns without waiting; see {@link #exit()}.
	 */
	void kill();

}
