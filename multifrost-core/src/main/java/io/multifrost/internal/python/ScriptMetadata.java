package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;

/**
 * What a script says of its own needs, in a comment as PEP 723 describes it.
 *
 * <pre>
 * # /// script
 * # requires-python = "&gt;=3.11"
 * # dependencies = ["numpy&gt;=2", "six"]
 * # ///
 * </pre>
 *
 * @param dependencies the packages, as lines of a requirements file
 * @param requiresPython the versions of Python, empty for any
 */
record ScriptMetadata(List<String> dependencies, VersionSpecifiers requiresPython) {

	static final ScriptMetadata NONE = new ScriptMetadata(List.of(), VersionSpecifiers.of(""));

	private static final String START = "# /// script";

	private static final String END = "# ///";

	/**
	 * Read the metadata of a script.
	 * @param script the file
	 * @return the metadata, empty where the script has none
	 * @throws PythonEnvironmentException if the metadata cannot be read
	 * @throws IOException if the script cannot be read
	 */
	static ScriptMetadata of(Path script) throws IOException {
		List<String> lines = new String(Files.readAllBytes(script), StandardCharsets.UTF_8).lines()
			.map(String::stripTrailing)
			.toList();
		String block = block(lines);
		if (block == null) {
			return NONE;
		}
		try {
			TopLevelToml values = TopLevelToml.parse(block);
			return new ScriptMetadata(values.strings("dependencies"),
					VersionSpecifiers.of(values.string("requires-python")));
		}
		catch (IllegalArgumentException ex) {
			throw new PythonEnvironmentException(
					"The metadata of script '" + script + "' ('" + START + "') cannot be read: " + ex.getMessage()
							+ ". Read are only 'dependencies', a list of strings, and "
							+ "'requires-python', a string, before any table; all else goes into a requirements file",
					ex);
		}
	}

	/** The block ends with the last of its marks that comments alone lead to. */
	private static @Nullable String block(List<String> lines) {
		int start = lines.indexOf(START);
		if (start < 0) {
			return null;
		}
		List<String> content = new ArrayList<>();
		int end = -1;
		for (String line : lines.subList(start + 1, lines.size())) {
			if (!line.equals("#") && !line.startsWith("# ")) {
				break;
			}
			if (line.equals(END)) {
				end = content.size();
			}
			content.add(line.substring(Math.min(2, line.length())));
		}
		return (end >= 0) ? String.join("\n", content.subList(0, end)) : null;
	}

}
