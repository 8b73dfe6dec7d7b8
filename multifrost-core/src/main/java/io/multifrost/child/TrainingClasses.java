package io.multifrost.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

import org.jspecify.annotations.Nullable;

/**
 * Loads, without initializing them, classes that the start of a worker may need besides
 * those that the training itself uses. A single one that is not in the archive makes Java
 * open all jars that stand before its own in the class path.
 */
final class TrainingClasses {

	/** What runs in parents, and in tests, is not needed in a worker. */
	private static final String LIBRARY = "io/multifrost/([\\w$]+|(child|message|registry|internal)/.+)\\.class";

	private static final int CLASS_FILE_HEADER = 8;

	private final ClassLoader loader;

	TrainingClasses(ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * Load the classes of this library.
	 * @throws Exception if its jar cannot be read
	 */
	void loadLibrary() throws Exception {
		CodeSource source = ChildWorker.class.getProtectionDomain().getCodeSource();
		Path jar = Path.of(source.getLocation().toURI());
		if (!Files.isRegularFile(jar)) {
			return;
		}
		try (JarFile file = new JarFile(jar.toFile())) {
			file.stream()
				.map((entry) -> entry.getName())
				.filter((name) -> name.matches(LIBRARY))
				.forEach((name) -> load(name.substring(0, name.length() - ".class".length()).replace('/', '.')));
		}
	}

	/**
	 * Load the main class of a program, and what it refers to.
	 * @param name the name of the class
	 * @throws ClassNotFoundException if it is not there
	 * @throws IOException if it cannot be read
	 */
	void loadProgram(String name) throws ClassNotFoundException, IOException {
		Class.forName(name, false, this.loader);
		load(name);
		try (InputStream in = this.loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in != null) {
				references(in).forEach(this::load);
			}
		}
	}

	private void load(String name) {
		try {
			// Signatures load more classes than the class itself does.
			int methods = Class.forName(name, false, this.loader).getDeclaredMethods().length;
			System.out.println("Loaded " + name + " with " + methods + " methods");
		}
		catch (ClassNotFoundException | LinkageError | RuntimeException ex) {
			// Such as a wrong signature: the worker itself may never load that class.
			System.out.println("Not loaded: " + ex);
		}
	}

	/**
	 * Read which classes a class file refers to (the constant pool, section 4.4 of the
	 * specification of the JVM).
	 * @param classFile the file
	 * @return their names, without those of arrays
	 * @throws IOException if this is no class file
	 */
	static List<String> references(InputStream classFile) throws IOException {
		DataInputStream in = new DataInputStream(classFile);
		in.skipNBytes(CLASS_FILE_HEADER);
		int count = in.readUnsignedShort();
		Map<Integer, String> texts = new LinkedHashMap<>();
		List<Integer> classes = new ArrayList<>();
		for (int i = 1; i < count; i++) {
			int tag = in.readUnsignedByte();
			switch (tag) {
				case 1 -> texts.put(i, in.readUTF());
				case 7 -> classes.add(in.readUnsignedShort());
				case 8, 16, 19, 20 -> in.skipNBytes(2);
				case 15 -> in.skipNBytes(3);
				case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
				case 5, 6 -> {
					in.skipNBytes(8);
					// These take two places.
					i++;
				}
				default -> throw new IOException("Unknown tag " + tag + " in a class file");
			}
		}
		return classes.stream()
			.map(texts::get)
			.filter(TrainingClasses::isName)
			.map((name) -> name.replace('/', '.'))
			.toList();
	}

	private static boolean isName(@Nullable String name) {
		return name != null && !name.startsWith("[");
	}

}
