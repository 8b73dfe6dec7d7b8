package io.multifrost.soak;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * Keeps account of all calls: each has to end exactly once, within its deadline, and
 * where it succeeds with the right answer.
 */
final class Ledger implements CallInterceptor {

	/**
	 * How late the end of a call may be seen on a machine whose processors are all busy.
	 */
	static final Duration TOLERANCE = Duration.ofSeconds(5);

	private static final int MOST_PROBLEMS = 20;

	private final Set<Object> open = ConcurrentHashMap.newKeySet();

	private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();

	private final Queue<String> problems = new ConcurrentLinkedQueue<>();

	private final LongAdder calls = new LongAdder();

	private final LongAdder answered = new LongAdder();

	private final LongAdder streams = new LongAdder();

	private final LongAdder items = new LongAdder();

	private final AtomicLong wrong = new AtomicLong();

	private final AtomicLong late = new AtomicLong();

	Entry begin(String call, Duration timeout) {
		this.calls.increment();
		Entry entry = new Entry(call, timeout);
		this.open.add(entry);
		return entry;
	}

	/**
	 * Look at the call from inside as well: interceptors too must be told of each end
	 * once.
	 */
	@Override
	public Completion before(OutgoingCall call) {
		Entry seen = new Entry("interceptor of " + call.function(), Duration.ofDays(1));
		this.open.add(seen);
		return (failure) -> seen.once();
	}

	void wrong(String problem) {
		this.wrong.incrementAndGet();
		problem("wrong: " + problem);
	}

	private void problem(String problem) {
		if (this.problems.size() < MOST_PROBLEMS) {
			this.problems.add(problem);
		}
	}

	/**
	 * A stream has ended.
	 * @param items how many of its items were read
	 */
	void streamed(long items) {
		this.streams.increment();
		this.items.add(items);
	}

	long streams() {
		return this.streams.sum();
	}

	long items() {
		return this.items.sum();
	}

	long calls() {
		return this.calls.sum();
	}

	long answered() {
		return this.answered.sum();
	}

	long unanswered() {
		this.open.stream().limit(MOST_PROBLEMS).forEach((entry) -> problem("unanswered: " + entry));
		return this.open.size();
	}

	boolean allEnded() {
		return this.open.isEmpty();
	}

	long wrong() {
		return this.wrong.get();
	}

	long late() {
		return this.late.get();
	}

	Queue<String> problems() {
		return this.problems;
	}

	/**
	 * Say how many calls ended in which way.
	 */
	Map<String, Long> ends() {
		Map<String, Long> counts = new TreeMap<>();
		this.ends.forEach((end, count) -> counts.put(end, count.sum()));
		return counts;
	}

	/**
	 * One call.
	 */
	final class Entry {

		private final String call;

		private final Duration timeout;

		private final long began = System.nanoTime();

		private final AtomicBoolean ended = new AtomicBoolean();

		Entry(String call, Duration timeout) {
			this.call = call;
			this.timeout = timeout;
		}

		void answered(boolean right) {
			end("answered");
			Ledger.this.answered.increment();
			if (!right) {
				wrong("answer to " + this.call);
			}
		}

		void failed(Throwable failure) {
			end(failure.getClass().getSimpleName());
			boolean allowed = failure instanceof MultifrostException || failure instanceof CancellationException;
			if (!allowed || failure instanceof ValueConversionException || failure instanceof RemoteCallException) {
				wrong(this.call + " ended with " + failure);
			}
		}

		private void end(String how) {
			once();
			Ledger.this.ends.computeIfAbsent(how, (key) -> new LongAdder()).increment();
			Duration taken = Duration.ofNanos(System.nanoTime() - this.began);
			if (taken.compareTo(this.timeout.plus(TOLERANCE)) > 0) {
				Ledger.this.late.incrementAndGet();
				problem("late: " + this.call + " took " + taken + " where " + this.timeout + " was allowed: " + how);
			}
		}

		private void once() {
			if (!this.ended.compareAndSet(false, true)) {
				wrong("two ends of " + this.call);
			}
			Ledger.this.open.remove(this);
		}

		@Override
		public String toString() {
			return this.call + ", begun " + Duration.ofNanos(System.nanoTime() - this.began).toMillis() + " ms ago";
		}

	}

}
