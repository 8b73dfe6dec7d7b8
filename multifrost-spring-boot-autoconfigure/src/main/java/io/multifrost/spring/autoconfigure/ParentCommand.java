package io.multifrost.spring.autoconfigure;

import java.util.Objects;

import io.multifrost.internal.FileNames;
import io.multifrost.internal.SpawnVariables;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
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
	 * @throws InvalidConfigurationException if two exclude each other, or none says what
	 * to start
	 */
	static void check(String name, ParentProperties parent) {
		String prefix = prefix(name);
		InvalidConfigurationException.throwIfMultiple((entries) -> {
			entries.put(prefix + "script", parent.script());
			entries.put(prefix + "main-class", parent.mainClass());
			entries.put(prefix + "python", parent.python());
		});
		InvalidConfigurationException.throwIfMultiple((entries) -> {
			entries.put(prefix + "executable", parent.executable());
			entries.put(prefix + "main-class", parent.mainClass());
			entries.put(prefix + "python", parent.python());
		});
		if (parent.python() != null) {
			PythonCommand.check(name, parent, parent.python());
		}
		else if (parent.mainClass() == null && parent.script() == null && parent.executable() == null) {
			throw InvalidConfigurationException.ofParent(name, "nothing says what to start or to connect to",
					"Set " + prefix + "script (with " + prefix + "executable for the program that runs it), or "
							+ prefix + "python.module for plain Python functions, or " + prefix
							+ "main-class for a Java worker, or " + prefix
							+ "executable alone; or, for a worker that runs by itself, " + prefix + "service-id or "
							+ prefix + "endpoint; or switch the worker off with " + prefix + "enabled=false");
		}
		new PropertyApplier(prefix).apply("script", parent.script(), (script) -> FileNames.path("Script", script));
		if (parent.mainClass() == null && !parent.jvmOptions().isEmpty()) {
			throw InvalidConfigurationException.ofParent(name,
					prefix + "jvm-options is set, but the worker is not started with " + prefix + "main-class",
					"Remove " + prefix + "jvm-options, or put the options into " + prefix + "arguments");
		}
	}

	/**
	 * Begin to build a worker.
	 * @param name the name of the worker
	 * @param parent its properties, checked
	 * @param environments where environments of Python are
	 * @return a builder that knows what to start
	 */
	static ParentWorkerBuilder builder(String name, ParentProperties parent, MultifrostProperties.Python environments) {
		ParentWorkerBuilder builder = program(name, parent, environments);
		builder.arguments(parent.arguments().toArray(String[]::new));
		parent.environment().forEach(builder::environment);
		builder.inheritEnvironment(parent.inheritEnvironment());
		new PropertyApplier(prefix(name)).apply("directory", parent.directory(),
				(directory) -> builder.directory(FileNames.path("Directory", directory)));
		return builder;
	}

	private static ParentWorkerBuilder program(String name, ParentProperties parent,
			MultifrostProperties.Python environments) {
		if (parent.python() != null) {
			return ParentWorker.spawn(PythonCommand.of(name, parent.python()),
					PythonCommand.environments(environments));
		}
		String script = parent.script();
		String executable = parent.executable();
		if (script != null) {
			ParentWorkerBuilder builder = ParentWorker.spawn(script);
			return (executable != null) ? builder.executable(executable) : builder;
		}
		String mainClass = parent.mainClass();
		if (mainClass != null) {
			SpawnChain chain = SpawnChain.ofThisProcess();
			chain.refuseLoop(name, mainClass);
			return ParentWorker.spawn(java(mainClass, parent)).environment(SpawnVariables.CHAIN, chain.with(mainClass));
		}
		return ParentWorker.spawn(WorkerCommand.of(Objects.requireNonNull(executable, name)));
	}

	static WorkerCommand java(String mainClass, ParentProperties parent) {
		return JavaWorkerCommand.create(mainClass, parent.jvmOptions());
	}

	static String prefix(String name) {
		return "multifrost.parents." + name + ".";
	}

}
