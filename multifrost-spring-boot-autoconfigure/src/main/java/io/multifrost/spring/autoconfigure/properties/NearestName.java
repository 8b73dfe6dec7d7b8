package io.multifrost.spring.autoconfigure.properties;

import java.util.Collection;
import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody has meant who has mistyped a name.
 */
public final class NearestName {

	private NearestName() {
	}

	/**
	 * Find the name that is nearest to one that does not exist.
	 * @param wrong the name
	 * @param names those that there are
	 * @param mistakes how many letters may be missing, wrong, too many, or in the place
	 * of their neighbour
	 * @return the nearest name, or {@code null} if there is none within these mistakes
	 */
	public static @Nullable String find(String wrong, Collection<String> names, int mistakes) {
		return names.stream()
			.filter((name) -> Math.abs(name.length() - wrong.length()) <= mistakes)
			.min(Comparator.comparingInt((name) -> distance(wrong, name)))
			.filter((name) -> distance(wrong, name) <= mistakes)
			.orElse(null);
	}

	/**
	 * Return how many mistakes in a name are likely, and not another word.
	 * @param word the name
	 * @return a third of its letters, but at least one
	 */
	public static int likelyMistakes(String word) {
		return Math.max(1, word.length() / 3);
	}

	/**
	 * The distance by Damerau and Levenshtein, where no letter is changed twice.
	 */
	private static int distance(String from, String to) {
		int[][] distances = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : step(distances, from, to, i, j);
			}
		}
		return distances[from.length()][to.length()];
	}

	private static int step(int[][] distances, String from, String to, int i, int j) {
		char last = from.charAt(i - 1);
		int replaced = distances[i - 1][j - 1] + ((last == to.charAt(j - 1)) ? 0 : 1);
		int least = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
		boolean swapped = i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
		return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
	}

}
