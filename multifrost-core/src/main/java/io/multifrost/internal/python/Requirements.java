package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.multifrost.PythonEnvironmentException;

/**
 * The packages that an environment is made of.
 *
 * @param files the requirements files
 * @param lines further lines of a requirements file
 * @param content all lines that count, those of the files and of files that these include
 * among them, by which the environment is known again. What a line stands for (the
 * content of a local folder, the newest version) does not count
 */
record Requirements(List<Path> files, List<String> lines, List<String> content) {

	/** What a spawned worker needs itself. */
	static final String OWN = "msgpack>=1.0.3,<2";

	private static final Pattern INCLUDE = Pattern
		.compile("(?:-r|-c|--requirement|--constraint)(?:\\s+|=|(?<=-[rc]))(\\S.*)");

	private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

	private static final int MOST_NAMED = 10;

	private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

	/**
	 * Read requirements.
	 * @param files the requirements files
	 * @param lines further lines
	 * @throws PythonEnvironmentException if a file does not exist
	 * @throws IOException if a file cannot be read
	 */
	static Requirements of(List<Path> files, List<String> lines) throws IOException {
		List<String> content = new ArrayList<>();
		Set<Path> seen = new HashSet<>();
		for (Path file : files) {
			read(file, seen, content);
		}
		content.addAll(significant(lines));
		return new Requirements(List.copyOf(files), significant(lines), List.copyOf(content));
	}

	private static void read(Path file, Set<Path> seen, List<String> content) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new PythonEnvironmentException(
					"Requirements file '" + file + "' does not exist: correct the requirements of the worker", null);
		}
		if (!seen.add(file.toRealPath())) {
			return;
		}
		String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
		for (String line : significant(text.lines().toList())) {
			content.add(line);
			Matcher include = INCLUDE.matcher(line);
			boolean resolvedByPipAlone = include.matches() && include.group(1).matches(".*(://|\\$\\{).*");
			if (include.matches() && !resolvedByPipAlone) {
				read(file.resolveSibling(include.group(1)), seen, content);
			}
		}
	}

	private static List<String> significant(List<String> lines) {
		return lines.stream()
			.map((line) -> COMMENT.matcher(line).replaceFirst("").strip())
			.filter((line) -> !line.isEmpty())
			.toList();
	}

	boolean isEmpty() {
		return this.content.isEmpty();
	}

	/**
	 * Return whether each package has to be named with its hash, also ours.
	 */
	boolean hashed() {
		return this.content.stream().anyMatch((line) -> line.contains("--hash"));
	}

	/** Return the packages for people: no options, and no secrets in addresses. */
	List<String> packages() {
		return this.content.stream()
			.filter((line) -> !line.startsWith("-"))
			.map((line) -> CREDENTIALS.matcher(line).replaceAll("://***@"))
			.toList();
	}

	String describe() {
		List<String> packages = packages();
		String first = packages.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
		int more = packages.size() - MOST_NAMED;
		return packages.isEmpty() ? OWN : (more > 0) ? first + " and " + more + " more" : first;
	}

}
