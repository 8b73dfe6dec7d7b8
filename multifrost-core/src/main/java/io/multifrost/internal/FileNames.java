package io.multifrost.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Makes paths of names that come from elsewhere.
 */
public final class FileNames {

	/** What to do where a name has a character that the encoding of the system lacks. */
	public static final String UTF_8_HINT = "run the JVM in a UTF-8 locale (for example LC_ALL=C.UTF-8)";

	private FileNames() {
	}

	/**
	 * Return the path of a name.
	 * @param what what it is the name of, for the message
	 * @param name the name
	 * @return the path
	 * @throws IllegalArgumentException if the system has no file of such a name, with
	 * what to do about it
	 */
	public static Path path(String what, String name) {
		try {
			return Path.of(name);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(what + " '" + name + "' cannot be named by this JVM (" + ex.getReason()
					+ "): correct it, or " + UTF_8_HINT, ex);
		}
	}

}
