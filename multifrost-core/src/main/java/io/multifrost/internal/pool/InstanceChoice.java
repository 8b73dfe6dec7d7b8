package io.multifrost.internal.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.supervision.Generation;
import io.multifrost.internal.supervision.Supervisor;

/**
 * Chooses the instance that takes a call: one that has a connection and room for a call,
 * in the zone of this parent if it can be, with the fewest calls in flight. Safe for use
 * by any thread.
 */
final class InstanceChoice {

	private final Predicate<String> permits;

	/**
	 * Create a choice.
	 * @param permits asked whether an instance that comes and goes may get a call
	 */
	InstanceChoice(Predicate<String> permits) {
		this.permits = permits;
	}

	/**
	 * Choose.
	 * @param instances the instances
	 * @param ask whether those that come and go are asked about
	 * @return the present life of one, or {@code null} if none takes calls
	 */
	@Nullable Generation among(List<Supervisor> instances, boolean ask) {
		Generation best = best(instances, Set.of());
		return (ask && best != null && instances.size() > 1) ? permitted(instances, best) : best;
	}

	private @Nullable Generation best(List<Supervisor> instances, Set<Generation> leftOut) {
		Generation best = null;
		int equals = 1;
		for (Supervisor instance : instances) {
			Generation candidate = instance.running();
			if (candidate == null || leftOut.contains(candidate)) {
				continue;
			}
			int order = (best != null) ? compare(candidate, best) : -1;
			if (order < 0) {
				equals = 1;
			}
			// By chance, since to take turns would favour whoever follows one that is
			// down
			if (order < 0 || (order == 0 && ThreadLocalRandom.current().nextInt(++equals) == 0)) {
				best = candidate;
			}
		}
		return best;
	}

	/**
	 * One whose connection is lost fails its calls at once, and so would always be the
	 * least busy.
	 */
	private static int compare(Generation candidate, Generation best) {
		if (candidate.isConnected() != best.isConnected()) {
			return candidate.isConnected() ? -1 : 1;
		}
		if (candidate.hasRoom() != best.hasRoom()) {
			return candidate.hasRoom() ? -1 : 1;
		}
		if (candidate.context().isNear() != best.context().isNear()) {
			return candidate.context().isNear() ? -1 : 1;
		}
		return Integer.compare(candidate.inFlight(), best.inFlight());
	}

	/**
	 * Pass over those that are left out, unless all are.
	 */
	private Generation permitted(List<Supervisor> instances, Generation best) {
		Set<Generation> leftOut = new HashSet<>();
		Generation next = best;
		while (next != null && !isPermitted(next)) {
			leftOut.add(next);
			next = best(instances, leftOut);
		}
		return (next != null) ? next : best;
	}

	private boolean isPermitted(Generation life) {
		Location place = life.context().place();
		return place == null || this.permits.test(place.address());
	}

}
