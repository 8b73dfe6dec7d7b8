package io.multifrost.internal.pool;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.parent.WorkerState;

/**
 * The instances of a worker of which the number is configured, and can be changed. Safe
 * for use by any thread.
 */
final class FixedInstances {

	private final IntFunction<Supervisor> factory;

	/** Replaced as a whole, under the monitor. */
	private volatile List<Supervisor> all;

	/**
	 * Create instances.
	 * @param count how many
	 * @param factory makes the one of a number, beginning with 1
	 */
	FixedInstances(int count, IntFunction<Supervisor> factory) {
		this.factory = factory;
		this.all = create(1, count);
	}

	private List<Supervisor> create(int first, int last) {
		return IntStream.rangeClosed(first, last).mapToObj(this.factory).toList();
	}

	List<Supervisor> all() {
		return this.all;
	}

	/**
	 * Change their number, and wait until those that are new answer, or those that are
	 * too many have finished their calls and are gone.
	 * @param count how many
	 * @param running whether the worker runs, so that new ones are started
	 */
	synchronized void resize(int count, boolean running) {
		List<Supervisor> before = this.all;
		if (count < before.size()) {
			this.all = before.subList(0, count);
			AllTogether.forEach(before.subList(count, before.size()), "stop", (each) -> end(each, running));
			return;
		}
		List<Supervisor> added = create(before.size() + 1, count);
		this.all = Stream.concat(before.stream(), added.stream()).toList();
		if (running) {
			start(added, before);
		}
	}

	private static void end(Supervisor instance, boolean running) {
		if (running) {
			instance.drain();
		}
		else {
			instance.stop();
		}
	}

	private void start(List<Supervisor> added, List<Supervisor> before) {
		try {
			AllTogether.forEach(added, "start", Supervisor::start);
		}
		catch (RuntimeException | Error ex) {
			this.all = before;
			AllTogether.forEach(added.stream().filter((each) -> each.state() != WorkerState.FAILED).toList(), "stop",
					Supervisor::stop);
			throw ex;
		}
	}

}
