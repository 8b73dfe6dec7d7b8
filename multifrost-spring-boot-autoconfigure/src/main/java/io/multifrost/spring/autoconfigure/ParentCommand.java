package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

import io.multifrost.internal.FileNames;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;

/**
 * Turns the properties that say what a worker is into what is started: a script, a main
 * class, or an executable alone.
 */
final class ParentCommand {

	private ParentCommand() {
	}

	/**
	 * See that the properties do not contradict each other.
	 * @param name the name of the worker
	 * @param parent its properties
	 * @throws MutuallyExclusiveConfigurationPropertiesException if two exclude each other
	 * @throws InvalidConfigurationException if they do not say what to start
	 */
	static void check(String name, ParentProperties parent) {
		String prefix = prefix(name);
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(prefix + "script", textOrNull(parent.getScript()));
			entries.put(prefix + "main-class", textOrNull(parent.getMainClass()));
		});
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(prefix + "executable", textOrNull(parent.getExecutable()));
			entries.put(prefix + "main-class", textOrNull(parent.getMainClass()));
		});
		boolean java = StringUtils.hasText(parent.getMainClass());
		if (!java && !StringUtils.hasText(parent.getScript()) && !StringUtils.hasText(parent.getExecutable())) {
			throw InvalidConfigurationException.ofParent(name, "nothing says what to start or to connect to",
					"Set " + prefix + "script (with " + prefix + "executable for the program that runs it), or "
							+ prefix + "main-class for a Java worker, or " + prefix
							+ "executable alone; or, for a worker that runs by itself, " + prefix + "service-id or "
							+ prefix + "endpoint; or switch the worker off with " + prefix + "enabled=false");
		}
		new PropertyApplier(prefix).apply("script", () -> textOrNull(parent.getScript()),
				(script) -> FileNames.path("Script", script));
		if (!java && !parent.getJvmOptions().isEmpty()) {
			throw InvalidConfigurationException.ofParent(name,
					prefix + "jvm-options is set, but the worker is not started with " + prefix + "main-class",
					"Remove " + prefix + "jvm-options, or put the options into " + prefix + "arguments");
		}
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	/**
	 * Begin to build a worker.
	 * @param name the name of the worker
	 * @param parent its properties, checked
	 * @return a builder that knows what to start
	 */
	static ParentWorkerBuilder builder(String name, ParentProperties parent) {
		ParentWorkerBuilder builder = program(name, parent);
		builder.arguments(parent.getArguments().toArray(String[]::new));
		parent.getEnvironment().forEach(builder::environment);
		builder.inheritEnvironment(parent.getInheritEnvironment());
		new PropertyApplier(prefix(name)).apply("directory", () -> textOrNull(parent.getDirectory()),
				(directory) -> builder.directory(FileNames.path("Directory", directory)));
		return builder;
	}

	private static ParentWorkerBuilder program(String name, ParentProperties parent) {
		String script = textOrNull(parent.getScript());
		String executable = textOrNull(parent.getExecutable());
		if (script != null) {
			ParentWorkerBuilder builder = ParentWorker.spawn(script);
			return (executable != null) ? builder.executable(executable) : builder;
		}
		String mainClass = textOrNull(parent.getMainClass());
		if (mainClass != null) {
			SpawnChain chain = SpawnChain.ofThisProcess();
			chain.refuseLoop(name, mainClass);
			return ParentWorker.spawn(java(mainClass, parent)).environment(SpawnChain.VARIABLE, chain.with(mainClass));
		}
		if (executable != null) {
			return ParentWorker.spawn(WorkerCommand.of(executable));
		}
		throw new IllegalStateException("Worker '" + name + "' was not checked");
	}

	static WorkerCommand java(String mainClass, ParentProperties parent) {
		return JavaWorkerCommand.create(mainClass, parent.getJvmOptions());
	}

	static String prefix(String name) {
		return "multifrost.parents." + name + ".";
	}

}
