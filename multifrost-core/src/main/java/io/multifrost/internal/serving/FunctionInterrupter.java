package io.multifrost.internal.serving;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.DeadlineSweep;
import io.multifrost.internal.sendqueue.Route;

/**
 * Interrupts functions whose deadline has passed, or whose caller has given up. An
 * interrupt reaches a thread only while it runs that function's own code.
 */
public final class FunctionInterrupter {

	/** The calls whose functions run and were not interrupted: as many as threads. */
	private final Set<ServedCall> running = ConcurrentHashMap.newKeySet();

	private final DeadlineSweep deadlines;

	/**
	 * Create an interrupter.
	 * @param timers runs a task after a time
	 */
	public FunctionInterrupter(DeadlineSweep.Timers timers) {
		this.deadlines = new DeadlineSweep(timers, this::interruptDue);
	}

	/**
	 * Run code of a function so that it can be interrupted. Whatever happens, the thread
	 * is not interrupted any more when this returns.
	 * @param served the call
	 * @param code the code
	 * @return what it returned
	 * @throws Throwable what it threw
	 */
	@Nullable Object run(ServedCall served, Code code) throws Throwable {
		served.enter();
		try {
			this.running.add(served);
			CallDeadline deadline = served.deadline();
			if (deadline != null) {
				long now = System.nanoTime();
				this.deadlines.ensureWithin(deadline.nanosLeft(now), now);
			}
			return code.run();
		}
		finally {
			this.running.remove(served);
			served.leave();
		}
	}

	/**
	 * Interrupt the function of a call that its caller has given up, if it runs.
	 * @param route where the call came from
	 * @param id its id
	 */
	void cancel(Route route, String id) {
		for (ServedCall served : this.running) {
			if (served.id().equals(id) && served.route().equals(route)) {
				interrupt(served);
			}
		}
	}

	/**
	 * Interrupt the functions of all calls of a parent that is gone.
	 * @param route where the calls came from
	 */
	void cancelAll(Route route) {
		for (ServedCall served : this.running) {
			if (served.route().equals(route)) {
				interrupt(served);
			}
		}
	}

	private long interruptDue(long now) {
		long next = Long.MAX_VALUE;
		for (ServedCall served : this.running) {
			CallDeadline deadline = served.deadline();
			long left = (deadline != null) ? deadline.nanosLeft(now) : Long.MAX_VALUE;
			if (left > 0) {
				next = Math.min(next, left);
			}
			else {
				interrupt(served);
			}
		}
		return next;
	}

	private void interrupt(ServedCall served) {
		this.running.remove(served);
		served.interrupt();
	}

	/**
	 * Code of a function.
	 */
	@FunctionalInterface
	interface Code {

		/**
		 * Run the code.
		 * @return its result
		 * @throws Throwable if it fails
		 */
		@Nullable Object run() throws Throwable;

	}

}
