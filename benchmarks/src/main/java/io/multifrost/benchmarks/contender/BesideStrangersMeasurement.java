package io.multifrost.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.model.Round;
import io.multifrost.benchmarks.stranger.Strangers;

/**
 * How long small calls take while strangers want to speak to the same service, and how
 * long without them.
 */
final class BesideStrangersMeasurement implements Measurable {

	private static final double NANOS_PER_MILLI = 1e6;

	private static final long MIN_MILLIS = 3000;

	private final BlockingCalls calls;

	private final Process process;

	private final PrintStream orders;

	private final BufferedReader answers;

	BesideStrangersMeasurement(BlockingCalls calls, int port, String serverKey, int strangers) throws IOException {
		this.calls = calls;
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx512m", "-cp", System.getProperty("java.class.path"), Strangers.class.getName(),
				Integer.toString(port), serverKey, Integer.toString(strangers))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.orders = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	@Override
	public void warmUp(long maxMillis) throws Exception {
		run(maxMillis);
	}

	@Override
	public Round run(long millis) throws Exception {
		long time = Math.max(millis, MIN_MILLIS);
		Histogram alone = SmallCalls.run(this.calls, time);
		this.orders.println("come");
		Histogram beside = SmallCalls.run(this.calls, time);
		this.orders.println("leave");
		String answer = this.answers.readLine();
		if (answer == null) {
			throw new IOException("The strangers have ended");
		}
		String[] counts = answer.split(" ");
		TreeMap<String, Double> extra = new TreeMap<>();
		put(extra, "alone", alone);
		put(extra, "beside", beside);
		extra.put("p99_beside_of_alone", (double) beside.getValueAtPercentile(99) / alone.getValueAtPercentile(99));
		extra.put("strangers_connections", Double.valueOf(counts[0]));
		extra.put("strangers_keys_refused", Double.valueOf(counts[1]));
		return new Round(0, 0, 0, 0, null, null, extra);
	}

	private static void put(TreeMap<String, Double> extra, String name, Histogram times) {
		extra.put(name + "_calls", (double) times.getTotalCount());
		extra.put(name + "_p50_ms", times.getValueAtPercentile(50) / NANOS_PER_MILLI);
		extra.put(name + "_p99_ms", times.getValueAtPercentile(99) / NANOS_PER_MILLI);
		extra.put(name + "_max_ms", times.getMaxValue() / NANOS_PER_MILLI);
	}

	/**
	 * End the strangers, whose end is that of their input.
	 */
	@Override
	public void close() throws IOException {
		this.orders.close();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
