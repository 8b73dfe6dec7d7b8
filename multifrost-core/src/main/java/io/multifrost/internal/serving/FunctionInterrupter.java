package io.multifrost.internal.serving;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.child.FunctionInterceptor;
import io.multifrost.internal.DeadlineSweep;

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
	@Nullable Object run(ServedCall served, FunctionInterceptor.Invocation code) throws Throwable {
		served.enter();
		try {
			this.running.add(served);
			CallDeadline deadline = served.timeLimit();
			if (deadline != null) {
				long now = System.nanoTime();
				this.deadlines.ensureWithin(deadline.nanosLeft(now), now);
			}
			return code.proceed();
		}
		finally {
			this.running.remove(served);
			served.leave();
		}
	}

	/**
	 * Interrupt the functions of calls that nobody waits for any more.
	 * @param abandoned tells which calls these are
	 */
	void interrupt(Predicate<ServedCall> abandoned) {
		this.running.stream().filter(abandoned).forEach(this::interrupt);
	}

	private long interruptDue(long now) {
		long next = Long.MAX_VALUE;
		for (ServedCall served : this.running) {
			CallDeadline deadline = served.timeLimit();
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

}
