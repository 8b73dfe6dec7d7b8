package io.multifrost.benchmarks.micro;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all benchmarks of this package, except where only some contenders or shapes were
 * asked for.
 */
public final class MicroBenchmarks {

	private MicroBenchmarks() {
	}

	public static void main(String[] args) throws RunnerException {
		String asked = System.getProperty("benchmarks.only", "") + System.getProperty("benchmarks.shapes", "");
		if (!asked.isEmpty() && !asked.contains("micro")) {
			return;
		}
		String quick = System.getProperty("benchmarks.quick", "false");
		boolean brief = quick.isEmpty() || Boolean.parseBoolean(quick);
		Path file = Path.of(System.getProperty("benchmarks.root", ""), "benchmarks/target/micro.json");
		new Runner(new OptionsBuilder().include(MicroBenchmarks.class.getPackageName() + "\\..*")
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.forks(1)
			.warmupIterations(brief ? 2 : 5)
			.measurementIterations(brief ? 3 : 5)
			.warmupTime(TimeValue.milliseconds(brief ? 200 : 500))
			.measurementTime(TimeValue.milliseconds(brief ? 200 : 500))
			.addProfiler(GCProfiler.class)
			.resultFormat(ResultFormatType.JSON)
			.result(file.toString())
			.build()).run();
	}

}
