package io.multifrost.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Prints results as a table.
 */
final class Table {

	private final PrintStream out;

	Table(PrintStream out) {
		this.out = out;
	}

	void shape(String shape, List<Result> results) {
		this.out.printf(Locale.ROOT, "%n%-18s %11s %11s %11s %12s %7s %12s %12s%n", shape, "p50 us", "p99 us",
				"p99.9 us", "calls/s", "spread", "parent B/call", "worker B/call");
		for (Result result : results) {
			this.out.printf(Locale.ROOT, "  %-16s %11.1f %11.1f %11.1f %12.0f %6.0f%% %12s %12s%s%n",
					result.contender(), result.p50(), result.p99(), result.p999(), result.rate(),
					result.spreadPercent(), bytes(result.parentBytes()), bytes(result.workerBytes()),
					result.extra().isEmpty() ? "" : "  " + result.extra());
		}
		this.out.flush();
	}

	void goals(Results results) {
		this.out.println();
		for (Goal goal : Goals.ALL) {
			goal.figure()
				.apply(results)
				.ifPresent((figure) -> this.out.printf(Locale.ROOT, "%-70s %10.2f  %s (at %s %s)%n", goal.text(),
						figure, goal.reachedBy(figure) ? "reached" : "MISSED", goal.most() ? "most" : "least",
						goal.limit()));
		}
	}

	private static String bytes(@Nullable Double bytes) {
		return (bytes != null) ? String.format(Locale.ROOT, "%.0f", bytes) : "-";
	}

}
