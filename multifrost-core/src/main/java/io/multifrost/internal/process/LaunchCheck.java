package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.FileNames;
import io.multifrost.process.WorkerCommand;

/**
 * Checks before a launch that all that the command names is there, because afterwards it
 * would be an error number, or a message of another program.
 * <p>
 * Names are resolved as they are for a process that already runs in its directory with
 * its environment: a relative path against the directory of the command, a bare name on
 * the {@code PATH} of the command's environment. {@link ProcessBuilder} alone would take
 * the {@code PATH} of this JVM, so the path that is found here is the one that is
 * executed.
 */
final class LaunchCheck {

	/**
	 * What the C library takes where {@code PATH} is not set.
	 */
	private static final String DEFAULT_PATH = "/bin:/usr/bin";

	/**
	 * The kernel reads no more of the first line of a script.
	 */
	private static final int LONGEST_LINE = 256;

	private final WorkerCommand command;

	private final Charset encoding;

	private final String searchPath;

	private final Path directory;

	LaunchCheck(WorkerCommand command, @Nullable String searchPath, Charset encoding) {
		this.command = command;
		this.encoding = encoding;
		this.searchPath = (searchPath != null) ? searchPath : DEFAULT_PATH;
		Path directory = command.directory();
		this.directory = ((directory != null) ? directory : Path.of("")).toAbsolutePath();
	}

	/**
	 * Check the command.
	 * @return the executable to start
	 * @throws WorkerStartException if something is missing
	 */
	String run() {
		checkEncoding();
		checkDirectory();
		String executable = findExecutable(this.command.arguments().get(0));
		checkScript();
		return executable;
	}

	/**
	 * What the encoding of the system lacks would arrive as question marks.
	 */
	private void checkEncoding() {
		CharsetEncoder encoder = this.encoding.newEncoder();
		this.command.arguments()
			.stream()
			.skip(1)
			.forEach((argument) -> checkEncoding(encoder, argument, "Argument '" + argument + "'"));
		this.command.environment()
			.forEach((name, value) -> checkEncoding(encoder, name + value, "The environment variable '" + name + "'"));
	}

	private void checkEncoding(CharsetEncoder encoder, String text, String what) {
		if (!encoder.canEncode(text)) {
			throw failure(Reason.OTHER,
					what + " cannot be handed to the worker: this JVM cannot write it in the encoding "
							+ "of the system (" + this.encoding + "); " + FileNames.UTF_8_HINT);
		}
	}

	static Charset systemEncoding() {
		// Up to Java 17 processes are given strings in the default encoding
		return (Runtime.version().feature() < 18) ? Charset.defaultCharset()
				: Charset.forName(System.getProperty("sun.jnu.encoding"));
	}

	private void checkDirectory() {
		if (!Files.isDirectory(this.directory)) {
			String problem = Files.exists(this.directory) ? "is not a directory" : "does not exist";
			throw failure(Reason.DIRECTORY_NOT_FOUND, "Working directory '" + this.directory + "' " + problem
					+ ": create it, or name another directory for the worker");
		}
	}

	private void checkScript() {
		Path script = this.command.script();
		if (script == null) {
			return;
		}
		Path resolved = this.directory.resolve(script);
		if (!Files.exists(resolved)) {
			throw failure(Reason.SCRIPT_NOT_FOUND,
					"Script '" + script + "' was not found: '" + resolved + "' does not exist (working directory '"
							+ this.directory + "'); correct the path, or name the directory that it is relative to");
		}
		if (!Files.isReadable(resolved)) {
			throw failure(Reason.SCRIPT_NOT_FOUND, "Script '" + resolved
					+ "' may not be read by this user: give the user permission, for example with chmod a+r");
		}
	}

	private String findExecutable(String name) {
		if (File.separatorChar != '/') {
			return name; // other systems have their own rules; the launch applies them
		}
		return (name.indexOf('/') >= 0) ? checkPath(name) : search(name);
	}

	private String checkPath(String name) {
		Path path = resolve(name);
		if (path == null) {
			throw failure(Reason.EXECUTABLE_NOT_FOUND,
					"Executable '" + name
							+ "' was not found: this JVM cannot write its name in the encoding of file names; "
							+ FileNames.UTF_8_HINT);
		}
		if (!Files.exists(path)) {
			throw failure(Reason.EXECUTABLE_NOT_FOUND, "Executable '" + name + "' was not found: '" + path
					+ "' does not exist; correct the path, or install the executable");
		}
		if (!Files.isRegularFile(path)) {
			throw failure(Reason.EXECUTABLE_NOT_FOUND,
					"Executable '" + path + "' is not a file: name the file to execute");
		}
		if (!Files.isExecutable(path)) {
			throw notExecutable(path);
		}
		return path.toString();
	}

	private String search(String name) {
		Path unusable = null;
		for (String entry : List.of(this.searchPath.split(":", -1))) {
			Path candidate = resolve(entry.isEmpty() ? name : entry + "/" + name);
			if (candidate != null && Files.isRegularFile(candidate)) {
				if (Files.isExecutable(candidate)) {
					return candidate.toString();
				}
				unusable = candidate;
			}
		}
		if (unusable != null) {
			throw notExecutable(unusable);
		}
		Path local = resolve(name);
		String hint = (local != null && Files.exists(local))
				? "; a file of that name is in the working directory, to be executed as './" + name + "'" : "";
		throw failure(Reason.EXECUTABLE_NOT_FOUND, "Executable '" + name + "' was not found on the PATH ("
				+ this.searchPath + "): install it, or name its full path" + hint);
	}

	/**
	 * Resolve a name against the directory.
	 * @param name the path or name
	 * @return the path, or {@code null} if the encoding of file names lacks a character
	 * of it, as an ASCII one does where no locale is set; such an entry of the
	 * {@code PATH} must not be in the way of the others
	 */
	private @Nullable Path resolve(String name) {
		try {
			return this.directory.resolve(name);
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	/**
	 * Return the interpreter that a script names and that does not exist.
	 * @param executable the path of the script
	 * @return the interpreter, or {@code null} where this is not the trouble
	 */
	static @Nullable String missingInterpreter(String executable) {
		String start;
		try (InputStream in = Files.newInputStream(Path.of(executable))) {
			start = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			// The failure to explain is the caller's, and this cannot explain it.
			return null;
		}
		if (!start.startsWith("#!")) {
			return null;
		}
		String interpreter = start.substring(2).stripLeading().split("[ \t\n]", 2)[0];
		return (interpreter.isEmpty() || new File(interpreter).exists()) ? null : interpreter.replace("\r", "\\r");
	}

	private WorkerStartException notExecutable(Path path) {
		return failure(Reason.NOT_EXECUTABLE, "File '" + path
				+ "' is not executable: run chmod +x on it, or name an interpreter (for example python3) that runs it");
	}

	private WorkerStartException failure(Reason reason, String message) {
		return new WorkerStartException(reason, message, this.command.arguments(), null, "", null);
	}

}
