package io.multifrost.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Draws the results that matter most as bars, as SVG. The bars are logarithmic, since the
 * contenders lie factors apart.
 */
final class Chart {

	private static final int WIDTH = 760;

	private static final int LEFT = 150;

	private static final int BAR = 420;

	private static final int LINE = 22;

	private static final int TITLE = 46;

	private static final Pattern OWN = Pattern.compile(".*multifrost.*|python-(module|numpy|bytes)");

	private final StringBuilder svg = new StringBuilder();

	private final Results results;

	private int y;

	private Chart(Results results) {
		this.results = results;
	}

	static String draw(Results results) {
		Chart chart = new Chart(results);
		chart.panel("sequential", "One call after another: median time, us (less is better)", Result::p50, true);
		chart.panel("in-flight-64", "64 calls in flight: calls a second (more is better)", Result::rate, false);
		chart.panel("in-flight-1000", "1,000 calls in flight: calls a second (more is better)", Result::rate, false);
		chart.panel("threads-8", "8 calling threads: calls a second (more is better)", Result::rate, false);
		chart.panel("payload-1MiB", "1 MiB there and back: calls a second (more is better)", Result::rate, false);
		chart.panel("array-1000000", "1,000,000 numbers to NumPy and back: median time, us (less is better)",
				Result::p50, true);
		chart.panel("stream", "A stream of small items: items a second (more is better)", Result::rate, false);
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
				<rect width="100%%" height="100%%" fill="#ffffff"/>
				%s</svg>
				""".formatted(WIDTH, chart.y + LINE, chart.svg);
	}

	private void panel(String shape, String title, ToDoubleFunction<Result> field, boolean lessIsBetter) {
		Comparator<Result> order = Comparator.comparingDouble(field);
		List<Result> bars = this.results.entries()
			.stream()
			.filter((result) -> result.shape().equals(shape) && field.applyAsDouble(result) > 0)
			.sorted(lessIsBetter ? order : order.reversed())
			.toList();
		if (bars.isEmpty()) {
			return;
		}
		double least = bars.stream().mapToDouble(field).min().orElseThrow();
		double most = bars.stream().mapToDouble(field).max().orElseThrow();
		this.y += TITLE;
		add("<text x=\"16\" y=\"%d\" font-weight=\"bold\">%s</text>%n", this.y - LINE / 2, title);
		for (Result bar : bars) {
			double value = field.applyAsDouble(bar);
			double share = (most > least) ? Math.log(2 * value / least) / Math.log(2 * most / least) : 1;
			boolean own = OWN.matcher(bar.contender()).matches();
			add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 8, this.y + 14, bar.contender());
			add("<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>", LEFT, this.y + 2, share * BAR,
					LINE - 6, own ? "#2f6fab" : "#b8bec6");
			add("<text x=\"%.0f\" y=\"%d\">%,.0f</text>%n", LEFT + share * BAR + 6, this.y + 14, value);
			this.y += LINE;
		}
	}

	private void add(String format, Object... values) {
		this.svg.append(String.format(Locale.ROOT, format, values));
	}

}
