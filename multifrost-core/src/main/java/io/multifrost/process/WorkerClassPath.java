package io.multifrost.process;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The class path of a worker that runs with the classes of this JVM. A JVM archives only
 * what lies in jars that stand before all directories. So where there are directories, as
 * while an application is developed, the jars of this library come first; they hold most
 * of what a worker loads, and nothing that a directory could mean to replace.
 */
final class WorkerClassPath {

	/** One class of each jar that the start of a worker needs, or its first record. */
	private static final List<String> LIBRARY = List.of("io/multifrost/child/ChildWorker.class", "org/zeromq/ZMQ.class",
			"org/slf4j/LoggerFactory.class", "tools/jackson/databind/ObjectMapper.class",
			"tools/jackson/core/JsonParser.class", "com/fasterxml/jackson/annotation/JsonProperty.class");

	private final List<String> entries;

	private final int archived;

	private WorkerClassPath(List<String> entries, int archived) {
		this.entries = entries;
		this.archived = archived;
	}

	static WorkerClassPath ofThisJvm() {
		return of(System.getProperty("java.class.path", ""), libraryJars());
	}

	/**
	 * Order a class path.
	 * @param classPath a class path, whose entries may be relative to the directory of
	 * this JVM; an empty one means that directory
	 * @param library the jars of this library
	 * @return the class path, of absolute paths
	 */
	static WorkerClassPath of(String classPath, List<String> library) {
		List<String> entries = Arrays.stream(classPath.split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.toList();
		if (entries.stream().noneMatch((entry) -> Files.isDirectory(Path.of(entry)))) {
			return new WorkerClassPath(entries, entries.size());
		}
		List<String> ordered = new ArrayList<>(library);
		ordered.retainAll(entries);
		int archived = ordered.size();
		entries.stream().filter((entry) -> !library.contains(entry)).forEach(ordered::add);
		return new WorkerClassPath(ordered, archived);
	}

	private static List<String> libraryJars() {
		List<String> jars = new ArrayList<>();
		for (String name : LIBRARY) {
			URL url = WorkerClassPath.class.getClassLoader().getResource(name);
			String jar = (url != null) ? jar(url.toString(), name) : null;
			if (jar != null) {
				jars.add(jar);
			}
			else if (jars.isEmpty()) {
				// Without our own classes the rest is not worth an archive.
				return jars;
			}
		}
		return jars;
	}

	private static @Nullable String jar(String url, String name) {
		String suffix = "!/" + name;
		boolean inJar = url.startsWith("jar:file:") && url.endsWith(suffix)
				&& url.indexOf("!/") == url.length() - suffix.length();
		return inJar ? Path.of(URI.create(url.substring("jar:".length(), url.length() - suffix.length()))).toString()
				: null;
	}

	/**
	 * Return what an archive of a program holds.
	 * @param mainClass the main class of the program
	 * @param options the options of its JVM
	 * @return the program, without its main class where that is not archived, or
	 * {@code null} if there is nothing to archive
	 */
	@Nullable JavaProgram program(String mainClass, List<String> options) {
		if (this.archived == 0) {
			return null;
		}
		boolean all = this.archived == this.entries.size();
		return new JavaProgram(all ? mainClass : null, join(this.entries.subList(0, this.archived)), options);
	}

	private static String join(List<String> entries) {
		return entries.stream().collect(Collectors.joining(File.pathSeparator));
	}

	@Override
	public String toString() {
		return join(this.entries);
	}

}
