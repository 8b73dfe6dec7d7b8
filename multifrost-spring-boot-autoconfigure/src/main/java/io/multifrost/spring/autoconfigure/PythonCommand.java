package io.multifrost.spring.autoconfigure;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ResourceUtils;
import org.springframework.util.StringUtils;

import io.multifrost.internal.FileNames;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;

/**
 * Turns the properties of a Python worker into its description.
 */
final class PythonCommand {

	/** Where modules are looked for unless something else is said. */
	private static final String FOLDER = "workers";

	private PythonCommand() {
	}

	static void check(String name, ParentProperties parent, ParentProperties.Python python) {
		String prefix = ParentCommand.prefix(name);
		if (python.module() == null && python.script() == null) {
			throw InvalidConfigurationException.ofParent(name, "nothing says which Python functions it serves",
					"Set " + prefix + "python.module to the name of a module, or " + prefix
							+ "python.script to the location of a file");
		}
		InvalidConfigurationException.throwIfMultiple((entries) -> {
			entries.put(prefix + "python.module", python.module());
			entries.put(prefix + "python.script", python.script());
		});
		if (!parent.arguments().isEmpty()) {
			throw InvalidConfigurationException.ofParent(name,
					prefix + "arguments is set, but a Python module has no command line",
					"Remove " + prefix + "arguments, or give the values in " + prefix + "environment");
		}
		of(name, python);
	}

	/**
	 * Describe a worker.
	 * @param name the name of the worker
	 * @param python its properties
	 * @return the description
	 * @throws InvalidConfigurationException if a value is not what it should be
	 */
	static PythonWorker of(String name, ParentProperties.Python python) {
		try {
			PythonWorker.Builder builder = (python.module() != null) ? PythonWorker.module(python.module())
					: PythonWorker.script(String.valueOf(python.script()));
			python.path().forEach(builder::searchPath);
			if (python.module() != null && python.path().isEmpty()) {
				usualPath(builder);
			}
			for (String requirement : python.requirements()) {
				if (isFile(requirement)) {
					builder.requirementsFrom(requirement);
				}
				else {
					builder.requirements(requirement);
				}
			}
			PropertyMapper map = PropertyMapper.get();
			map.from(python::object).to(builder::object);
			map.from(python::version).to(builder::version);
			map.from(python::executable).to(builder::executable);
			map.from(python::debug).to(builder::debug);
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw InvalidConfigurationException.ofParent(name, String.valueOf(ex.getMessage()),
					"Correct " + ParentCommand.prefix(name) + "python");
		}
	}

	private static void usualPath(PythonWorker.Builder builder) {
		if (new ClassPathResource(FOLDER + "/").exists()) {
			builder.searchPath(ResourceUtils.CLASSPATH_URL_PREFIX + FOLDER + "/");
		}
		if (Files.isDirectory(Path.of(FOLDER))) {
			builder.searchPath(FOLDER);
		}
	}

	/**
	 * Return the folders that the files of a worker lie in.
	 * @param name the name of the worker
	 * @param python its properties
	 * @return the folders; none in a jar
	 */
	static List<Path> folders(String name, ParentProperties.Python python) {
		PythonWorker worker = of(name, python);
		Stream<String> script = Stream.ofNullable(worker.script()).map((file) -> file.replaceFirst("[^/:]*$", ""));
		return Stream.concat(script, worker.searchPath().stream())
			.map((location) -> location.isEmpty() ? "." : location)
			.flatMap(PythonCommand::folder)
			.filter(Files::isDirectory)
			.toList();
	}

	/**
	 * Return the folders that the files of a worker lie in.
	 * @param name the name of the worker
	 * @param python its properties
	 * @return the folders
	 * @throws InvalidConfigurationException if there is none, as in a jar
	 */
	static List<Path> requiredFolders(String name, ParentProperties.Python python) {
		List<Path> folders = folders(name, python);
		if (folders.isEmpty()) {
			throw InvalidConfigurationException.ofParent(name,
					ParentCommand.prefix(name)
							+ "python.reload is set, but its files lie in no folder that can be watched",
					"Remove " + ParentCommand.prefix(name) + "python.reload, which is for development");
		}
		return folders;
	}

	private static Stream<Path> folder(String location) {
		try {
			return Stream.of(ResourceUtils.getFile(location).toPath().toAbsolutePath());
		}
		catch (FileNotFoundException ex) {
			return Stream.empty(); // it lies in a jar, where nothing changes
		}
	}

	private static boolean isFile(String requirement) {
		return requirement.endsWith(".txt") || requirement.startsWith(ResourceUtils.CLASSPATH_URL_PREFIX)
				|| requirement.startsWith(ResourceUtils.FILE_URL_PREFIX);
	}

	static PythonEnvironments environments(MultifrostProperties.Python python) {
		PropertyApplier properties = new PropertyApplier("multifrost.python.");
		PythonEnvironments environments = properties.change(PythonEnvironments.DEFAULTS.withMode(python.environments()),
				"timeout", python.timeout(), PythonEnvironments::withTimeout);
		String directory = StringUtils.hasText(python.directory()) ? python.directory() : null;
		return properties.change(environments, "directory", directory,
				(settings, path) -> settings.withDirectory(FileNames.path("Directory", path)));
	}

}
