package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

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
			JsonNode values = new TomlMapper().readTree(block);
			return new ScriptMetadata(dependencies(values.path("dependencies")),
					VersionSpecifiers.of(requiresPython(values.path("requires-python"))));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			String problem = (ex instanceof JacksonException toml)
					? toml.getOriginalMessage() + ", in line " + toml.getLocation().getLineNr() + " of it"
					: ex.getMessage();
			throw new PythonEnvironmentException(
					"The metadata of script '" + script + "' ('" + START + "') cannot be read: " + problem, ex);
		}
	}

	private static List<String> dependencies(JsonNode value) {
		List<JsonNode> dependencies = value.valueStream().toList();
		if (!(value.isArray() || value.isMissingNode()) || !dependencies.stream().allMatch(JsonNode::isString)) {
			throw new IllegalArgumentException("'dependencies' must be a list of strings");
		}
		return dependencies.stream().map(JsonNode::stringValue).toList();
	}

	private static String requiresPython(JsonNode value) {
		if (!value.isString() && !value.isMissingNode()) {
			throw new IllegalArgumentException("'requires-python' must be a string");
		}
		return value.asString("");
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
