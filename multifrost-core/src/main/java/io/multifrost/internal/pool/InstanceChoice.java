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
	 * @param avoided a host that is taken only if there is no other, or {@code null}
	 * @return the present life of one, or {@code null} if none takes calls
	 */
	@Nullable Generation among(List<Supervisor> instances, boolean ask, @Nullable String avoided) {
		Generation best = best(instances, Set.of(), avoided);
		return (ask && best != null && instances.size() > 1) ? permitted(instances, best, avoided) : best;
	}

	private @Nullable Generation best(List<Supervisor> instances, Set<Generation> leftOut, @Nullable String avoided) {
		Generation best = null;
		int equals = 1;
		for (Supervisor instance : instances) {
			Generation candidate = instance.running();
			if (candidate == null || leftOut.contains(candidate)) {
				continue;
			}
			int order = (best != null) ? compare(candidate, best, avoided) : -1;
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
	private static int compare(Generation candidate, Generation best, @Nullable String avoided) {
		if (candidate.isConnected() != best.isConnected()) {
			return candidate.isConnected() ? -1 : 1;
		}
		if (candidate.hasRoom() != best.hasRoom()) {
			return candidate.hasRoom() ? -1 : 1;
		}
		if (avoided != null && isOn(avoided, candidate) != isOn(avoided, best)) {
			return isOn(avoided, best) ? -1 : 1;
		}
		if (candidate.context().isNear() != best.context().isNear()) {
			return candidate.context().isNear() ? -1 : 1;
		}
		return Integer.compare(candidate.inFlight(), best.inFlight());
	}

	private static boolean isOn(String host, Generation life) {
		Location place = life.context().place();
		return place != null && place.endpoint().host().equals(host);
	}

	/**
	 * Pass over those that are left out, unless all are.
	 */
	private Generation permitted(List<Supervisor> instances, Generation best, @Nullable String avoided) {
		Set<Generation> leftOut = new HashSet<>();
		Generation next = best;
		while (next != null && !isPermitted(next)) {
			leftOut.add(next);
			next = best(instances, leftOut, avoided);
		}
		return (next != null) ? next : best;
	}

	private boolean isPermitted(Generation life) {
		Location place = life.context().place();
		return place == null || this.permits.test(place.address());
	}

}
