package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Finds out why a file that exists is said not to exist when it is executed: the
 * interpreter in its first line is missing.
 */
final class MissingInterpreter {

	/**
	 * The kernel reads no more of the line.
	 */
	private static final int LONGEST_LINE = 256;

	private MissingInterpreter() {
	}

	/**
	 * Return the interpreter that a script names and that does not exist.
	 * @param executable the path of the script
	 * @return the interpreter, or {@code null} where this is not the trouble
	 */
	static @Nullable String of(String executable) {
		String start;
		try (InputStream in = Files.newInputStream(Path.of(executable))) {
			start = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return null; // the failure to explain is the caller's, and this cannot
							// explain it
		}
		if (!start.startsWith("#!")) {
			return null;
		}
		String interpreter = start.substring(2).stripLeading().split("[ \t\n]", 2)[0];
		return (interpreter.isEmpty() || new File(interpreter).exists()) ? null : interpreter.replace("\r", "\\r");
	}

}
