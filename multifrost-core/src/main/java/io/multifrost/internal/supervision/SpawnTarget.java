package io.multifrost.internal.supervision;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.multifrost.process.InheritedEnvironment;
import io.multifrost.process.WorkerCommand;

/**
 * A worker that is started as a process of its own.
 */
public final class SpawnTarget implements Target {

	private final @Nullable Path script;

	private final @Nullable WorkerCommand command;

	private @Nullable String executable;

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable InheritedEnvironment inherited;

	private @Nullable Path directory;

	/**
	 * Create a target of a script or a whole command.
	 * @param script the script, or {@code null} if there is a command
	 * @param command the command, or {@code null} if there is a script
	 */
	public SpawnTarget(@Nullable Path script, @Nullable WorkerCommand command) {
		this.script = script;
		this.command = command;
	}

	public void executable(String executable) {
		if (this.script == null) {
			throw new IllegalStateException("An executable goes with a script, not with a whole command");
		}
		this.executable = executable;
	}

	public void arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
	}

	public void environment(String name, String value) {
		this.environment.put(name, value);
	}

	public void inheritEnvironment(InheritedEnvironment inherited) {
		this.inherited = inherited;
	}

	public void directory(Path directory) {
		this.directory = directory;
	}

	@Override
	public String defaultName() {
		String path = (this.script != null) ? this.script.toString() : command().arguments().get(0);
		String file = path.substring(path.lastIndexOf(File.separatorChar) + 1);
		int dot = file.lastIndexOf('.');
		return (dot > 0) ? file.substring(0, dot) : file;
	}

	@Override
	public GenerationFactory generations(InstanceContext context) {
		WorkerCommand command = command();
		return (recovery, listener) -> new SpawnedGeneration(context, command, listener);
	}

	private WorkerCommand command() {
		WorkerCommand built = this.command;
		if (built == null) {
			Path path = Objects.requireNonNull(this.script);
			built = (this.executable != null) ? WorkerCommand.script(this.executable, path)
					: WorkerCommand.of(path.toString());
		}
		built = built.withArguments(this.arguments.toArray(String[]::new)).withEnvironment(this.environment);
		if (this.inherited != null) {
			built = built.withInheritedEnvironment(this.inherited);
		}
		return (this.directory != null) ? built.withDirectory(this.directory) : built;
	}

}
