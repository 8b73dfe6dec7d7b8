package io.multifrost.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * Names an archive after all that its content depends on: the JVM, the program, and the
 * jars with their sizes and times.
 */
final class ClassDataKey {

	private static final int LENGTH = 32;

	private ClassDataKey() {
	}

	/**
	 * Return the name.
	 * @param program the program
	 * @return the name, or {@code null} if the JVM makes no archive of such a class path:
	 * of directories, whose classes may change at any time
	 * @throws IOException if a jar cannot be read
	 */
	static @Nullable String of(JavaProgram program) throws IOException {
		String[] entries = program.classPath().split(File.pathSeparator);
		StringBuilder parts = new StringBuilder(System.getProperty("java.home", "")).append('\n')
			.append(System.getProperty("java.vm.version"))
			.append('\n')
			.append(program.mainClass())
			.append('\n')
			.append(program.options());
		for (String entry : entries) {
			Path path = Path.of(entry);
			if (Files.exists(path)) {
				BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
				if (!attributes.isRegularFile() || (entries.length == 1 && namesDirectory(path))) {
					return null;
				}
				parts.append('\n')
					.append(attributes.size())
					.append(' ')
					.append(attributes.lastModifiedTime().toMillis());
			}
			parts.append('\n').append(entry);
		}
		return HexFormat.of().formatHex(sha256(parts.toString())).substring(0, LENGTH);
	}

	/**
	 * Build tools and IDEs put a long class path into the manifest of a single jar.
	 */
	private static boolean namesDirectory(Path path) throws IOException {
		try (JarFile jar = new JarFile(path.toFile())) {
			Manifest manifest = jar.getManifest();
			String classPath = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
					: null;
			return classPath != null && (classPath + " ").contains("/ ");
		}
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java has SHA-256", ex);
		}
	}

}
