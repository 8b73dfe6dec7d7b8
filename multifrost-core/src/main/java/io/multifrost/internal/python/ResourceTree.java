package io.multifrost.internal.python;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The files of one folder of the class path, and of the folders in it. What Java and
 * Python make of sources is left out.
 */
interface ResourceTree extends Closeable {

	/**
	 * Open the folder in which a resource lies.
	 * @param resource the resource
	 * @param name its name
	 * @param folder the name of the folder, which the name begins with: empty for the
	 * root, else with a slash at its end
	 * @return the files, to be closed
	 * @throws IOException if they cannot be read
	 */
	static ResourceTree open(URL resource, String name, String folder) throws IOException {
		Path file = file(resource);
		if (file != null) {
			return new FolderTree(folder(file, name, folder));
		}
		URLConnection connection = resource.openConnection();
		if (connection instanceof JarURLConnection jar) {
			jar.setUseCaches(false); // so that closing it closes nothing of others
			return new JarTree(jar.getJarFile(), folder);
		}
		throw new IOException("Resource '" + resource + "' is neither in a folder nor in a jar");
	}

	/**
	 * Return the file that a resource is.
	 * @return the file, or {@code null} where it is in a jar
	 */
	static @Nullable Path file(URL resource) throws IOException {
		try {
			return resource.getProtocol().equals("file") ? Path.of(resource.toURI()) : null;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw new IOException("Resource '" + resource + "' is no file that this JVM can name", ex);
		}
	}

	/**
	 * Return the folder in which a file lies.
	 * @param file the file
	 * @param name its name on the class path
	 * @param folder the name of the folder, which the name begins with
	 * @return the folder
	 */
	static Path folder(Path file, String name, String folder) {
		String rest = name.substring(folder.length());
		long slashes = rest.chars().filter((c) -> c == '/').count();
		return rest.isEmpty() ? file : file.resolve("../".repeat((int) slashes + 1)).normalize();
	}

	/** Return the names of the files, relative to the folder. */
	List<String> names() throws IOException;

	InputStream read(String name) throws IOException;

	private static boolean isWanted(String name) {
		return !name.endsWith(".class") && !name.endsWith(".pyc") && !("/" + name).contains("/__pycache__/");
	}

	record FolderTree(Path root) implements ResourceTree {

		@Override
		public List<String> names() throws IOException {
			try (Stream<Path> files = Files.walk(this.root)) {
				return files.filter(Files::isRegularFile)
					.map((file) -> this.root.relativize(file).toString().replace('\\', '/'))
					.filter(ResourceTree::isWanted)
					.sorted()
					.toList();
			}
		}

		@Override
		public InputStream read(String name) throws IOException {
			return Files.newInputStream(this.root.resolve(name));
		}

		@Override
		public void close() {
			// Nothing is open between two calls
		}

	}

	record JarTree(JarFile jar, String folder) implements ResourceTree {

		@Override
		public List<String> names() {
			return this.jar.stream()
				.filter((entry) -> !entry.isDirectory() && entry.getName().startsWith(this.folder))
				.map((entry) -> entry.getName().substring(this.folder.length()))
				.filter(ResourceTree::isWanted)
				.sorted()
				.toList();
		}

		@Override
		public InputStream read(String name) throws IOException {
			JarEntry entry = this.jar.getJarEntry(this.folder + name);
			if (entry == null) {
				throw new IOException("'" + this.folder + name + "' is gone from '" + this.jar.getName() + "'");
			}
			return this.jar.getInputStream(entry);
		}

		@Override
		public void close() throws IOException {
			this.jar.close();
		}

	}

}
