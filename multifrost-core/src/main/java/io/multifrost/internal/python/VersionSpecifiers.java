package io.multifrost.internal.python;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of Python that a worker runs with, as {@code requires-python} writes them:
 * {@code >=3.10,<3.13}. Of PEP 440 only releases are understood, since interpreters have
 * no others: no {@code ===}, no epochs, no pre-releases.
 *
 * @param text how they are written
 * @param specifiers the conditions, all of which hold
 */
record VersionSpecifiers(String text, List<Specifier> specifiers) {

	private static final Pattern SPECIFIER = Pattern.compile("(~=|==|!=|<=|>=|<|>)\\s*(\\d+(?:\\.\\d+)*)(\\.\\*)?");

	/**
	 * Read specifiers.
	 * @param text the specifiers, separated by commas; empty for any version
	 * @throws IllegalArgumentException if one is not understood
	 */
	static VersionSpecifiers of(String text) {
		List<Specifier> specifiers = Arrays.stream(text.split(","))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())
			.map(VersionSpecifiers::parse)
			.toList();
		return new VersionSpecifiers(text.strip(), specifiers);
	}

	private static Specifier parse(String part) {
		Matcher matcher = SPECIFIER.matcher(part);
		if (!matcher.matches() || (matcher.group(3) != null && !matcher.group(1).matches("==|!="))) {
			throw new IllegalArgumentException("'" + part + "' is not understood as a version of Python: "
					+ "write for example '>=3.10,<3.13', '==3.12.*' or '~=3.11'");
		}
		return new Specifier(matcher.group(1), numbers(matcher.group(2)), matcher.group(3) != null);
	}

	boolean isEmpty() {
		return this.specifiers.isEmpty();
	}

	boolean allow(String version) {
		int[] numbers = numbers(version);
		return this.specifiers.stream().allMatch((specifier) -> specifier.allows(numbers));
	}

	private static int[] numbers(String version) {
		return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
	}

	@Override
	public String toString() {
		return this.text;
	}

	/** One condition; releases are compared as if zeros followed them. */
	record Specifier(String operator, int[] release, boolean prefix) {

		boolean allows(int[] version) {
			int order = compare(version, this.release);
			return switch (this.operator) {
				case "==" -> this.prefix ? startsWith(version, this.release.length) : order == 0;
				case "!=" -> this.prefix ? !startsWith(version, this.release.length) : order != 0;
				case "<=" -> order <= 0;
				case ">=" -> order >= 0;
				case "<" -> order < 0;
				case ">" -> order > 0;
				default -> order >= 0 && startsWith(version, this.release.length - 1); // ~=
			};
		}

		private boolean startsWith(int[] version, int length) {
			return compare(Arrays.copyOf(version, length), Arrays.copyOf(this.release, length)) == 0;
		}

		private static int compare(int[] left, int[] right) {
			int length = Math.max(left.length, right.length);
			return Arrays.compare(Arrays.copyOf(left, length), Arrays.copyOf(right, length));
		}

	}

}
