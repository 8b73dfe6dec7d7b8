package io.multifrost.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

import org.jspecify.annotations.Nullable;

/**
 * The classes that a worker may need besides those that a training itself shows. A single
 * one that is not in the archive makes Java open all jars that stand before its own in
 * the class path.
 */
final class TrainingClasses {

	/**
	 * What runs in parents, in services and in tests is not needed by a spawned worker.
	 */
	private static final String LIBRARY = "io/multifrost/([\\w$]+|(child|message|internal)/.+)\\.class";

	private static final String NOT_NEEDED = ".*/(package-info|Training\\w+(\\$.*)?)\\.class";

	/** Those that Jackson's classes would come with. */
	private static final String OF_MAPPER = ".*/message/(Jackson|BoundedTokens|ExactNumberParser|WireDeserializers).*";

	/** Of types in these packages, few need Jackson. */
	private static final Set<String> PLAIN_PACKAGES = Set.of("java.lang", "java.math", "java.util",
			"java.util.concurrent");

	private static final Set<Class<?>> PLAIN_TYPES = Set.of(CallContext.class, Instant.class);

	private static final int CLASS_FILE_HEADER = 8;

	private final ClassLoader loader;

	private final Set<String> names = new TreeSet<>();

	private boolean buildsWorker;

	private boolean hasFunctions;

	private boolean hasComplexTypes;

	TrainingClasses(ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * Return the names of the classes, as lists of classes show them.
	 */
	Set<String> names() {
		return this.names;
	}

	/**
	 * Return whether the program is a worker and little else: it builds one itself.
	 */
	boolean isPlainWorker() {
		return this.buildsWorker;
	}

	/**
	 * Return whether functions may have arguments or results that Jackson is needed for,
	 * which doubles the classes of a worker.
	 * @return {@code false} if the program is seen to serve others alone
	 */
	boolean mayNeedMapper() {
		return !this.buildsWorker || !this.hasFunctions || this.hasComplexTypes;
	}

	/**
	 * Add the classes of this library.
	 * @param jar its jar; nothing is added if it is none
	 * @param withMapper whether to add those that use Jackson
	 * @throws IOException if it cannot be read
	 */
	void addLibrary(Path jar, boolean withMapper) throws IOException {
		if (!Files.isRegularFile(jar)) {
			return;
		}
		try (JarFile file = new JarFile(jar.toFile())) {
			file.stream()
				.map((entry) -> entry.getName())
				.filter((name) -> name.matches(LIBRARY) && !name.matches(NOT_NEEDED))
				.filter((name) -> withMapper || !name.matches(OF_MAPPER))
				.forEach((name) -> this.names.add(name.substring(0, name.length() - ".class".length())));
		}
	}

	/**
	 * Add the main class of a program, what it refers to, and what the methods of these
	 * take and return. None of them is initialized.
	 * @param name the name of the class
	 * @throws ClassNotFoundException if it is not there
	 * @throws IOException if it cannot be read
	 */
	void addProgram(String name) throws ClassNotFoundException, IOException {
		Class<?> main = Class.forName(name, false, this.loader);
		refer(main, name);
		try (InputStream in = this.loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in != null) {
				references(in).forEach((reference) -> refer(main, reference));
			}
		}
	}

	private void refer(Class<?> main, String name) {
		try {
			Class<?> type = Class.forName(name, false, this.loader);
			add(type);
			if (type.getClassLoader() == this.loader) {
				addTypesOfMethods(type);
			}
			this.buildsWorker |= type == ChildWorker.class;
			// These can be asked for any type.
			this.hasComplexTypes |= type == CallArguments.class;
			if (Objects.equals(source(type), source(main))) {
				FunctionTable.functionsOf(type).forEach(this::look);
			}
		}
		catch (ClassNotFoundException | LinkageError | RuntimeException ex) {
			// Such as a wrong signature: the worker itself may never load that class. The
			// output is kept, should the training fail.
			System.out.println("Not listed: " + ex);
			this.hasComplexTypes = true;
		}
	}

	private static @Nullable CodeSource source(Class<?> type) {
		return type.getProtectionDomain().getCodeSource();
	}

	private void addTypesOfMethods(Class<?> type) {
		for (Method method : type.getDeclaredMethods()) {
			add(method.getReturnType());
			Arrays.asList(method.getParameterTypes()).forEach(this::add);
		}
	}

	private void add(Class<?> type) {
		if (type.isArray()) {
			add(type.getComponentType());
		}
		else if (!type.isPrimitive()) {
			this.names.add(type.getName().replace('.', '/'));
		}
	}

	private void look(Method function) {
		this.hasFunctions = true;
		this.hasComplexTypes |= !isPlain(function.getGenericReturnType())
				|| !Arrays.stream(function.getGenericParameterTypes()).allMatch(TrainingClasses::isPlain);
	}

	private static boolean isPlain(Type type) {
		if (type instanceof Class<?> plain) {
			return plain.isArray() ? isPlain(plain.getComponentType())
					: plain.isEnum() || PLAIN_TYPES.contains(plain) || PLAIN_PACKAGES.contains(plain.getPackageName());
		}
		return type instanceof ParameterizedType generic && isPlain(generic.getRawType())
				&& Arrays.stream(generic.getActualTypeArguments()).allMatch(TrainingClasses::isPlain);
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
