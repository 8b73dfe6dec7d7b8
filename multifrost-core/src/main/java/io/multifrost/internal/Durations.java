package io.multifrost.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times as people write them, in the forms that Spring Boot takes too.
 */
public final class Durations {

	private static final Pattern SIMPLE = Pattern.compile("([+-]?\\d{1,18})\\s*([a-zA-Z]{0,2})");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ns", ChronoUnit.NANOS, "us", ChronoUnit.MICROS, "ms",
			ChronoUnit.MILLIS, "", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h",
			ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

	private Durations() {
	}

	/**
	 * Read a time.
	 * @param text a number with a unit, of milliseconds without one, or of the form
	 * {@code PT2S}
	 * @return the time
	 * @throws IllegalArgumentException if it is none, or negative
	 */
	public static Duration parse(String text) {
		String stripped = text.strip();
		Matcher simple = SIMPLE.matcher(stripped);
		Duration duration;
		try {
			ChronoUnit unit = simple.matches() ? UNITS.get(simple.group(2).toLowerCase(Locale.ROOT)) : null;
			duration = (unit != null) ? Duration.of(Long.parseLong(simple.group(1)), unit) : Duration.parse(stripped);
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is no time: write a number with a unit, such as 500ms, 2s, 5m or 1h, or PT2S", ex);
		}
		if (duration.isNegative()) {
			throw new IllegalArgumentException("'" + text + "' is negative");
		}
		return duration;
	}

}
