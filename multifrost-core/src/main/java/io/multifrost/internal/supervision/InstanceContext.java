package io.multifrost.internal.supervision;

import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.message.MessageCodec;

/**
 * What the lives of one instance of a worker have in common.
 *
 * @param settings the settings of the worker
 * @param number the number of the instance, beginning with 1
 * @param codec the codec
 * @param notifier who is told of events
 * @param statistics where they are counted
 */
record InstanceContext(ParentSettings settings, int number, MessageCodec codec, Notifier notifier,
		WorkerStatistics statistics) {

	/**
	 * Return how logs name the instance.
	 * @return the name of the worker, with the number where there are several instances
	 */
	String label() {
		String name = this.settings.name();
		return (this.settings.supervision().instances() > 1) ? name + "#" + this.number : name;
	}

}
