package io.multifrost.benchmarks;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Something to reach.
 *
 * @param text what is compared with what
 * @param most whether the limit is the most that is allowed, or else the least
 * @param limit the limit
 * @param figure computes what was reached, empty where it was not measured
 */
record Goal(String text, boolean most, double limit, Function<Results, OptionalDouble> figure) {

	boolean reachedBy(double figure) {
		return this.most ? figure <= this.limit : figure >= this.limit;
	}

	static Goal atMost(double limit, String text, Function<Results, OptionalDouble> figure) {
		return new Goal(text, true, limit, figure);
	}

	static Goal atLeast(double limit, String text, Function<Results, OptionalDouble> figure) {
		return new Goal(text, false, limit, figure);
	}

}
