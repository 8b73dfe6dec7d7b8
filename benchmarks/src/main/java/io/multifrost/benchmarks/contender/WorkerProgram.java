package io.multifrost.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

	private final int port;

	private WorkerProgram(List<String> command) throws IOException {
		this.lifeline = new LifelineServer();
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put(Lifeline.PORT, this.lifeline.port());
		this.process = builder.start();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		if (line == null) {
			this.process.destroyForcibly();
			throw new IOException("The worker ended before it listened: " + String.join(" ", command));
		}
		this.port = Integer.parseInt(line.strip());
	}

	static WorkerProgram java(Class<?> main) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(JVM_OPTIONS));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		return new WorkerProgram(command);
	}

	static WorkerProgram python(String script) throws IOException {
		return new WorkerProgram(List.of(Python.executable(), Python.script(script)));
	}

	int port() {
		return this.port;
	}

	WorkerAllocation allocation() {
		return this.lifeline;
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
