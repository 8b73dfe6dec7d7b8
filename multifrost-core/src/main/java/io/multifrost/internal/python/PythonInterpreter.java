package io.multifrost.internal.python;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An interpreter that has answered.
 *
 * @param command how it is started
 * @param version its version, for example {@code 3.12.1}
 * @param abi what compiled packages for it are named by
 */
record PythonInterpreter(String command, String version, String abi) {

	/**
	 * Neither what is in the working directory, nor variables of the user, get in its
	 * way.
	 */
	private static final String QUESTION = """
			import sys
			sys.path[:] = [entry for entry in sys.path if entry]
			import sysconfig
			print("%d.%d.%d" % sys.version_info[:3])
			print(sysconfig.get_config_var("SOABI") or sysconfig.get_platform())
			""";

	private static final int ANSWERS = 2;

	/**
	 * Ask an interpreter.
	 * @return what it is, or {@code null} if it answers something else
	 */
	static @Nullable PythonInterpreter parse(String command, List<String> answer) {
		int first = answer.size() - ANSWERS; // what is printed at its start comes before
		if (first < 0 || !answer.get(first).matches("\\d+\\.\\d+\\.\\d+")) {
			return null;
		}
		return new PythonInterpreter(command, answer.get(first), answer.get(first + 1));
	}

	static List<String> question(String command) {
		return List.of(command, "-E", "-s", "-c", QUESTION);
	}

	@Override
	public String toString() {
		return "'" + this.command + "' (Python " + this.version + ")";
	}

}
