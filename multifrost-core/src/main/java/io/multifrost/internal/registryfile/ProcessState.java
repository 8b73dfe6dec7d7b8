package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a process that a file names still runs. Processes of other users count as any.
 */
public final class ProcessState {

	/**
	 * The start of a process is known to about a second, and file times are rounded by
	 * some file systems to two.
	 */
	private static final Duration CLOCK_MARGIN = Duration.ofSeconds(3);

	private ProcessState() {
	}

	/**
	 * Return whether a process runs. An id may be used again after its process has gone:
	 * then it runs as far as can be told.
	 * @param pid the process id
	 * @return {@code false} only if there is no such process, or it has ended and its
	 * parent did not collect it yet
	 */
	public static boolean isRunning(long pid) {
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
	}

	/**
	 * Return whether a process runs that can have made a file: one that started after the
	 * file was written has got the id of the process that wrote it. Where a container
	 * starts again, that is even the rule, as ids begin at 1 each time.
	 * @param pid the process id
	 * @param written when the file was written
	 * @return whether the process runs and may have written the file
	 */
	static boolean isRunningSince(long pid, Instant written) {
		return isRunning(pid) && ProcessHandle.of(pid)
			.flatMap((process) -> process.info().startInstant())
			.filter((start) -> start.isAfter(written.plus(CLOCK_MARGIN)))
			.isEmpty();
	}

	// In a container often nobody collects the processes that ended.
	private static boolean isZombie(long pid) {
		Path stat = Path.of("/proc", Long.toString(pid), "stat");
		if (!Files.exists(stat)) {
			return false; // gone meanwhile, or a system without /proc
		}
		try {
			String text = PlainFiles.readString(stat);
			int state = text.lastIndexOf(')') + 2;
			return state < text.length() && (text.charAt(state) == 'Z' || text.charAt(state) == 'X');
		}
		catch (IOException ex) {
			// It went, or is not ours to read. The next look will tell; until then it
			// runs.
			return false;
		}
	}

}
