package io.multifrost.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.multifrost.benchmarks.model.Round;

/**
 * Measures the contenders in turns: for each shape, each round lets all of them run one
 * after another, so that whatever else the machine does meets all alike.
 */
public final class Benchmarks implements AutoCloseable {

	private final Options options;

	private final Map<String, ContenderProcess> processes = new LinkedHashMap<>();

	private final Results results = new Results();

	private final Table table = new Table(System.out);

	private final Set<String> warm = new HashSet<>();

	private final List<String> failures = new ArrayList<>();

	private Benchmarks(Options options) {
		this.options = options;
	}

	/**
	 * Measure what the system properties ask for.
	 * @param args none
	 * @throws IOException if what was measured cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Options options = Options.read();
		Plan plan = Plan.of(options);
		if (!Files.exists(options.target().resolve("python/bin/python3"))) {
			System.out.println("There is no Python: LEFT OUT are " + Plan.PYTHON);
			plan = plan.withoutPython();
		}
		Files.createDirectories(options.target());
		writeArguments(options);
		System.out.printf("%d measurements of %s, %d rounds of %d ms each%n", plan.measurements(), plan.contenders(),
				options.rounds(), options.roundMillis());
		try (Benchmarks benchmarks = new Benchmarks(options)) {
			benchmarks.run(plan);
			if (!benchmarks.failures.isEmpty()) {
				throw new IllegalStateException("Not all could be measured: " + benchmarks.failures);
			}
		}
	}

	/**
	 * Write what {@code java @file} needs to run this again without Maven.
	 */
	private static void writeArguments(Options options) throws IOException {
		Files.writeString(options.target().resolve("run.args"), "-Dbenchmarks.root=" + options.root() + "\n-cp\n"
				+ System.getProperty("java.class.path") + "\n" + Benchmarks.class.getName() + "\n");
	}

	private void run(Plan plan) throws IOException {
		List<ContenderProcess> started = new ArrayList<>();
		for (String name : plan.contenders()) {
			ContenderProcess process = ContenderProcess.start(name, this.options);
			this.processes.put(name, process);
			started.add(process);
		}
		for (ContenderProcess process : started) {
			try {
				process.awaitReady();
			}
			catch (IOException ex) {
				fail(ex);
				this.processes.remove(process.name());
			}
		}
		plan.contendersByShape().forEach(this::measure);
		this.results.write(this.options.target().resolve("results.json"));
		Files.writeString(this.options.target().resolve("results.svg"), Chart.draw(this.results));
		System.out.println("\nWhat keys cost:\n" + KeyCost.table(this.results));
		this.table.goals(this.results);
		System.out.println("\nResults are in " + this.options.target().resolve("results.json") + " and results.svg");
		if (this.options.docs()) {
			new PerformancePage(this.results, this.options).write();
			System.out.println("Wrote docs/performance.md");
		}
	}

	private void measure(String shape, List<String> contenders) {
		List<ContenderProcess> open = new ArrayList<>();
		Map<String, List<Round>> rounds = new LinkedHashMap<>();
		for (String name : contenders) {
			ContenderProcess process = this.processes.get(name);
			if (process != null && attempt(shape, () -> process.open(shape, warmUpMillis(process)))) {
				open.add(process);
				rounds.put(name, new ArrayList<>());
			}
		}
		for (int i = 0; i < this.options.rounds(); i++) {
			for (ContenderProcess process : List.copyOf(open)) {
				List<Round> own = rounds.getOrDefault(process.name(), List.of());
				if (!attempt(shape, () -> own.add(process.run(this.options.roundMillis())))) {
					open.remove(process);
					rounds.remove(process.name());
				}
			}
			// None is always the one after the same other
			Collections.rotate(open, 1);
		}
		open.forEach((process) -> attempt(shape, process::closeShape));
		List<Result> measured = new ArrayList<>();
		rounds.forEach((name, own) -> measured.add(Result.of(name, shape, own)));
		measured.forEach(this.results::add);
		this.table.shape(shape, measured);
	}

	private long warmUpMillis(ContenderProcess process) {
		return this.warm.add(process.name()) ? 2 * this.options.warmUpMillis() : this.options.warmUpMillis();
	}

	private boolean attempt(String shape, Attempt attempt) {
		try {
			attempt.run();
			return true;
		}
		catch (IOException ex) {
			fail(new IOException(shape + ": " + ex.getMessage(), ex));
			return false;
		}
	}

	private void fail(IOException ex) {
		System.out.println(ex.getMessage());
		this.failures.add(String.valueOf(ex.getMessage()));
	}

	@Override
	public void close() {
		this.processes.values().forEach(ContenderProcess::close);
	}

	@FunctionalInterface
	private interface Attempt {

		void run() throws IOException;

	}

}
