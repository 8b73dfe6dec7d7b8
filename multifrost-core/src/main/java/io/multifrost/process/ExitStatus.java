package io.multifrost.process;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param code the exit code; 128 plus the signal's number where a signal ended the
 * process
 */
public record ExitStatus(int code) {

	private static final int SIGNAL_BASE = 128;

	private static final int LAST_SIGNAL = 64;

	private static final Map<Integer, String> SIGNAL_NAMES = Map.ofEntries(Map.entry(1, "SIGHUP"),
			Map.entry(2, "SIGINT"), Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"), Map.entry(5, "SIGTRAP"),
			Map.entry(6, "SIGABRT"), Map.entry(7, "SIGBUS"), Map.entry(8, "SIGFPE"), Map.entry(9, "SIGKILL"),
			Map.entry(11, "SIGSEGV"), Map.entry(13, "SIGPIPE"), Map.entry(14, "SIGALRM"), Map.entry(15, "SIGTERM"),
			Map.entry(24, "SIGXCPU"), Map.entry(25, "SIGXFSZ"), Map.entry(31, "SIGSYS"));

	/**
	 * Return the signal that ended the process. A process that handles a signal and then
	 * exits with 128 plus its number, as shells and Java do, counts as ended by it.
	 * @return the number of the signal (1 to 64), empty if the process exited by itself
	 */
	public OptionalInt signal() {
		int signal = this.code - SIGNAL_BASE;
		return (signal >= 1 && signal <= LAST_SIGNAL) ? OptionalInt.of(signal) : OptionalInt.empty();
	}

	/**
	 * Describe the end in words that continue a sentence about the process.
	 * @return for example "exited with code 3" or "was killed by signal 9 (SIGKILL)"
	 */
	public String describe() {
		OptionalInt signal = signal();
		if (signal.isEmpty()) {
			return "exited with code " + this.code;
		}
		String name = SIGNAL_NAMES.get(signal.getAsInt());
		return "was killed by signal " + signal.getAsInt() + ((name != null) ? " (" + name + ")" : "");
	}

}
