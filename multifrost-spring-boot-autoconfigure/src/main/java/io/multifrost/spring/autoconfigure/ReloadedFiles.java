package io.multifrost.spring.autoconfigure;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.FileNames;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * The files of which a change replaces the process of a worker.
 *
 * @param folders the folders that they lie in
 * @param suffix what their names end with
 * @param deep whether folders within the folders count
 */
record ReloadedFiles(Collection<Path> folders, String suffix, boolean deep) {

	/** By its name, since DevTools are there during development alone. */
	private static final String RESTARTS = "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

	/**
	 * Find the files of a worker: those of Python where the worker asks for it, and with
	 * DevTools those of each worker that are not on the class path, where a change
	 * restarts the whole application.
	 * @param name the name of the worker
	 * @param parent its properties
	 * @param devTools the folders that DevTools watch, or {@code null} without them
	 * @return the files, or {@code null} if there are none
	 */
	static @Nullable ReloadedFiles of(String name, ParentProperties parent, @Nullable List<Path> devTools) {
		ParentProperties.Python python = parent.python();
		if (python != null && Boolean.TRUE.equals(python.reload())) {
			return new ReloadedFiles(PythonCommand.requiredFolders(name, python), ".py", true);
		}
		if (devTools == null) {
			return null;
		}
		if (python != null) {
			return (python.reload() == null) ? beside(PythonCommand.folders(name, python), devTools, ".py", true)
					: null;
		}
		String script = parent.script();
		if (script == null) {
			return null;
		}
		Path directory = FileNames.path("Directory", Objects.requireNonNullElse(parent.directory(), ""));
		Path file = directory.resolve(script).toAbsolutePath().normalize();
		return Files.isRegularFile(file)
				? beside(List.of(file.getParent()), devTools, String.valueOf(file.getFileName()), false) : null;
	}

	private static @Nullable ReloadedFiles beside(List<Path> folders, List<Path> devTools, String suffix,
			boolean deep) {
		List<Path> left = folders.stream()
			.filter((folder) -> devTools.stream().noneMatch(folder.normalize()::startsWith))
			.toList();
		return left.isEmpty() ? null : new ReloadedFiles(left, suffix, deep);
	}

	/**
	 * Return the folders of the class path that DevTools watch.
	 * @param loader loads the classes of the application
	 * @return the folders, or {@code null} if DevTools do not restart the application
	 */
	static @Nullable List<Path> ofDevTools(@Nullable ClassLoader loader) {
		if (!(loader instanceof URLClassLoader urls) || !RESTARTS.equals(loader.getClass().getName())) {
			return null;
		}
		return Stream.of(urls.getURLs())
			.map(URL::toString)
			.filter((url) -> url.startsWith("file:") && url.endsWith("/"))
			.map((url) -> Path.of(URI.create(url)))
			.toList();
	}

	/**
	 * Return whether a file is one of these.
	 * @param file its name
	 * @return whether it is
	 */
	boolean has(String file) {
		return file.endsWith(this.suffix);
	}

}
