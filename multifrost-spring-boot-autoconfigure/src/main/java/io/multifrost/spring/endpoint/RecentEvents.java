package io.multifrost.spring.endpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.slf4j.event.Level;

import io.multifrost.spring.endpoint.MultifrostDescriptor.EventDescriptor;
import io.multifrost.spring.logging.WorkerEvent;

/**
 * The last events of all workers, without those that a system has all the time in which
 * all is well. Safe for use by several threads.
 */
public final class RecentEvents implements Consumer<WorkerEvent> {

	static final int CAPACITY = 200;

	private final Deque<WorkerEvent> events = new ArrayDeque<>(CAPACITY);

	@Override
	public void accept(WorkerEvent event) {
		if (event.level().toInt() < Level.INFO.toInt()) {
			return;
		}
		synchronized (this.events) {
			if (this.events.size() == CAPACITY) {
				this.events.removeFirst();
			}
			this.events.addLast(event);
		}
	}

	/**
	 * Return events, the last first.
	 * @param wanted which of them
	 * @param maximum how many at most
	 */
	List<EventDescriptor> latest(Predicate<WorkerEvent> wanted, int maximum) {
		List<WorkerEvent> all;
		synchronized (this.events) {
			all = new ArrayList<>(this.events);
		}
		Collections.reverse(all);
		return all.stream().filter(wanted).limit(maximum).map(EventDescriptor::of).toList();
	}

}
