package io.multifrost.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.benchmarks.load.Measurement;
import io.multifrost.benchmarks.model.Round;

/**
 * The calling process of one contender, which takes orders and answers them.
 */
final class ContenderProcess implements AutoCloseable {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final long PATIENCE = 15;

	private final String name;

	private final File log;

	private final Process process;

	private final BufferedReader answers;

	private final PrintStream orders;

	private ContenderProcess(String name, List<String> command, File log) throws IOException {
		this.name = name;
		this.log = log;
		this.process = new ProcessBuilder(command).redirectError(log).start();
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.orders = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static ContenderProcess start(String name, Options options) throws IOException {
		File log = options.target().resolve("log-" + name + ".txt").toFile();
		return new ContenderProcess(name, command(name, options), log);
	}

	/**
	 * Wait until the contender and its worker are ready.
	 * @throws IOException if they do not start
	 */
	void awaitReady() throws IOException {
		try {
			answer();
		}
		catch (IOException ex) {
			close();
			throw new IOException("Contender '" + this.name + "' does not start: see " + this.log, ex);
		}
	}

	private static List<String> command(String name, Options options) {
		if (name.equals("python-pyzmq")) {
			Path python = options.target().resolve("python/bin/python3");
			Path program = options.root().resolve("benchmarks/src/main/python/pyzmq_parent.py");
			Path worker = options.root().resolve("docs/worker.py");
			return Stream.of(python, program, worker, options.target().resolve("pyzmq-times.bin"))
				.map(Path::toString)
				.toList();
		}
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g",
				"-Dbenchmarks.root=" + options.root(), "-cp", System.getProperty("java.class.path"),
				"io.multifrost.benchmarks.contender.ParentProcess", name);
	}

	String name() {
		return this.name;
	}

	void open(String shape, long warmUpMillis) throws IOException {
		ask("open " + shape + " " + warmUpMillis);
	}

	Round run(long millis) throws IOException {
		JsonNode answer = ask("run " + millis);
		return answer.has("times")
				? Measurement.read(Path.of(answer.get("times").asString()), answer.get("nanos").asLong())
				: MAPPER.treeToValue(answer, Round.class);
	}

	void closeShape() throws IOException {
		ask("close");
	}

	private JsonNode ask(String order) throws IOException {
		this.orders.println(order);
		return answer();
	}

	private JsonNode answer() throws IOException {
		String line = this.answers.readLine();
		if (line == null) {
			throw new IOException("Contender '" + this.name + "' has ended");
		}
		JsonNode answer = MAPPER.readTree(line);
		if (answer.has("error")) {
			throw new IOException("Contender '" + this.name + "' failed: " + answer.get("error").asString());
		}
		return answer;
	}

	/**
	 * End the process. The end of its input is its order to stop its worker and itself.
	 */
	@Override
	public void close() {
		this.orders.close();
		try {
			if (!this.process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
				this.process.descendants().forEach(ProcessHandle::destroyForcibly);
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
