package io.multifrost.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.Lifeline;

/**
 * A worker process that says on its standard output at which port it listens.
 */
final class WorkerProgram implements AutoCloseable {

	/** The options that all JVMs of the benchmarks run with. */
	static final String[] JVM_OPTIONS = { "-Xmx2g" };

	private static final long PATIENCE = 5;

	private final Process process;

	private final LifelineServer lifeline;

	private final boolean java;

	private final List<Integer> ports;

	private WorkerProgram(List<String> command, boolean java) throws IOException {
		this.java = java;
		this.lifeline = new LifelineServer();
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put(Lifeline.PORT, this.lifeline.port());
		builder.environment().put("PYTHONPATH", Python.generated());
		this.process = builder.start();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		if (line == null) {
			this.process.destroyForcibly();
			throw new IOException("The worker ended before it listened: " + String.join(" ", command));
		}
		this.ports = Arrays.stream(line.strip().split(",")).map(Integer::valueOf).toList();
	}

	static WorkerProgram java(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(JVM_OPTIONS));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return new WorkerProgram(command, true);
	}

	static WorkerProgram python(String script, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Python.executable(), Python.script(script)));
		command.addAll(List.of(arguments));
		return new WorkerProgram(command, false);
	}

	int port() {
		return this.ports.get(0);
	}

	List<Integer> ports() {
		return this.ports;
	}

	WorkerAllocation allocation() {
		return this.java ? this.lifeline : WorkerAllocation.UNKNOWN;
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		this.lifeline.close();
	}

}
