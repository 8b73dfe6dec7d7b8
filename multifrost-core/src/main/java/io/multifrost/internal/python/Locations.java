package io.multifrost.internal.python;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.internal.FileNames;

/**
 * Makes files of the locations that a description names. Those of the class path that lie
 * in a folder of this machine are taken where they are, so that what is changed there is
 * seen; those in a jar are unpacked, with all that lies in their folder.
 *
 * @param loader finds what is on the class path
 * @param unpacked where it is unpacked
 * @param tools say how long to wait for another process that unpacks it
 */
record Locations(ClassLoader loader, UnpackedFiles unpacked, ToolRunner tools) {

	private static final String CLASS_PATH = "classpath:";

	private static final String FILE = "file:";

	private static final Pattern AT_ROOT = Pattern.compile("[^/]+\\.(py|txt|toml)");

	/**
	 * Return the file at a location.
	 * @param what what it is, for messages
	 * @param location the location
	 * @return the file, absolute; it may not exist where the location is a path
	 * @throws WorkerStartException if no such resource is on the class path
	 * @throws IOException if it cannot be read or unpacked
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	Path file(String what, String location) throws IOException, InterruptedException {
		if (!location.startsWith(CLASS_PATH)) {
			return path(what, location);
		}
		String name = resourceName(location);
		URL resource = this.loader.getResource(name);
		if (resource == null || name.isEmpty() || name.endsWith("/")) {
			throw missing(what, location, "no file of this name is on the class path");
		}
		Path file = ResourceTree.file(resource);
		int folderEnd = name.lastIndexOf('/') + 1;
		return (file != null) ? file
				: unpack(resource, name, name.substring(0, folderEnd)).resolve(name.substring(folderEnd));
	}

	/**
	 * Return the folder at a location, in which modules are looked for.
	 * @param location the location
	 * @param module the module that is to be found there, or {@code null} if any
	 * @return the folder, absolute
	 * @throws WorkerStartException if there is no such folder
	 * @throws IOException if it cannot be read or unpacked
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	Path folder(String location, @Nullable String module) throws IOException, InterruptedException {
		if (!location.startsWith(CLASS_PATH)) {
			Path folder = path("Search path", location);
			if (!Files.isDirectory(folder)) {
				throw missing("Search path", location, "'" + folder + "' is not a folder");
			}
			return folder;
		}
		String name = resourceName(location);
		String folder = (name.isEmpty() || name.endsWith("/")) ? name : name + "/";
		for (String candidate : candidates(folder, module)) {
			URL resource = this.loader.getResource(candidate);
			if (resource != null) {
				Path file = ResourceTree.file(resource);
				return (file != null) ? ResourceTree.folder(file, candidate, folder)
						: unpack(resource, candidate, folder);
			}
		}
		throw missing("Search path", location,
				"no such folder is on the class path" + ((module != null) ? " that holds the module " + module : ""));
	}

	/**
	 * Unpack a package of Python of this library, in any case, since what is run leaves
	 * compiled files there.
	 * @param folder the folder that the package is in
	 * @param name the package
	 * @return the folder to put on the search path
	 * @throws IOException if it cannot be read or unpacked
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	Path packages(String folder, String name) throws IOException, InterruptedException {
		String marker = folder + name + "/__init__.py";
		URL resource = Locations.class.getClassLoader().getResource(marker);
		if (resource == null) {
			throw new IOException("Resource '" + marker + "' is missing on the class path");
		}
		try (ResourceTree tree = ResourceTree.open(resource, marker, folder)) {
			return this.unpacked.unpack(tree, (file) -> file.startsWith(name + "/"), this.tools);
		}
	}

	/** Jars need not name their folders, and several may have one of the same name. */
	private static List<String> candidates(String folder, @Nullable String module) {
		if (module == null) {
			return List.of(folder);
		}
		String path = folder + module.replace('.', '/');
		String top = folder + module.split("\\.")[0];
		return List.of(path + ".py", path + "/__init__.py", top + "/__init__.py", folder);
	}

	/**
	 * Unpack the folder of a resource. At the root of a jar lies all else too: there,
	 * only files of Python are taken, and packages of Python.
	 */
	private Path unpack(URL resource, String name, String folder) throws IOException, InterruptedException {
		try (ResourceTree tree = ResourceTree.open(resource, name, folder)) {
			List<String> names = tree.names();
			Predicate<String> wanted = (file) -> !folder.isEmpty() || AT_ROOT.matcher(file).matches()
					|| names.contains(file.substring(0, file.indexOf('/') + 1) + "__init__.py");
			return this.unpacked.unpack(tree, wanted, this.tools);
		}
	}

	private static String resourceName(String location) {
		return location.substring(CLASS_PATH.length()).replaceFirst("^/+", "");
	}

	private static Path path(String what, String location) {
		if (!location.startsWith(FILE)) {
			return FileNames.path(what, location).toAbsolutePath();
		}
		try {
			return Path.of(URI.create(location));
		}
		catch (IllegalArgumentException ex) { // relative, or with characters that a URL
												// lacks
			return FileNames.path(what, location.substring(FILE.length()).replaceFirst("^/{2,}", "/")).toAbsolutePath();
		}
	}

	static WorkerStartException missing(String what, String location, String problem) {
		return new WorkerStartException(Reason.SCRIPT_NOT_FOUND,
				what + " '" + location + "' was not found: " + problem + "; correct the location", List.of(), null, "",
				null);
	}

}
