package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.message.MessageCodec;

/**
 * What the lives of one instance of a worker have in common.
 *
 * @param settings the settings of the worker
 * @param number the number of the instance, beginning with 1
 * @param place where the instance is, or {@code null} where each life has to find out
 * @param codec the codec
 * @param notifier who is told of events
 * @param statistics where they are counted
 */
public record InstanceContext(ParentSettings settings, int number, @Nullable Location place, MessageCodec codec,
		Notifier notifier, WorkerStatistics statistics) {

	/**
	 * Return how logs name the instance.
	 * @return the name of the worker, with the number where there are several instances
	 */
	String label() {
		return isAlone() ? this.settings.name() : this.settings.name() + "#" + this.number;
	}

	/**
	 * Return whether the worker has no other instance.
	 */
	boolean isAlone() {
		return this.place == null && this.number == 1 && this.settings.supervision().instances() == 1;
	}

	@Nullable String zone() {
		return (this.place != null) ? this.place.zone() : null;
	}

	/**
	 * Return whether the instance is where this parent is.
	 */
	public boolean isNear() {
		String zone = zone();
		return zone != null && zone.equals(this.settings.supervision().zone());
	}

}
