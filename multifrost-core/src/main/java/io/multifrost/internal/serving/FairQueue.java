package io.multifrost.internal.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for a thread, one line for each parent. The lines take turns, so that a
 * parent that sends many calls at once delays its own and no one else's.
 * <p>
 * A thread takes calls until none waits. So it is known here when another one is needed:
 * while calls wait, one after the other is asked for, each when the last one has come.
 *
 * @param <P> the type of what tells one parent from another
 * @param <T> the type of a call
 */
final class FairQueue<P, T> {

	private final int capacity;

	private final int maxThreads;

	/** The lines that have calls, and the idle one: calls by their ids. */
	private final Map<P, Map<Object, T>> lines = new HashMap<>();

	/** The parents that have calls, in the order of their turns. */
	private final Queue<P> turns = new ArrayDeque<>();

	/** Whose line was the last to become empty: this parent is likely to call again. */
	private @Nullable P idle;

	/** Threads that take calls, or have been asked for. */
	private int threads;

	/** Threads that run a call. */
	private int busy;

	/** Whether a thread has been asked for that has not come yet. */
	private boolean expecting;

	/**
	 * Create a queue.
	 * @param capacity how many calls of one parent may wait while all threads are busy
	 * @param maxThreads how many threads may take calls
	 */
	FairQueue(int capacity, int maxThreads) {
		this.capacity = capacity;
		this.maxThreads = maxThreads;
	}

	int capacity() {
		return this.capacity;
	}

	/**
	 * Add a call.
	 * @param parent the parent that it came from
	 * @param id its id
	 * @param call the call
	 * @return whether there was room for it
	 */
	synchronized boolean offer(P parent, String id, T call) {
		Map<Object, T> line = this.lines.computeIfAbsent(parent, (key) -> new LinkedHashMap<>());
		// Calls for threads that are free pass through here too, and do not wait.
		int free = this.maxThreads - this.busy;
		if (line.size() >= this.capacity + free) {
			return false;
		}
		if (line.isEmpty()) {
			this.turns.add(parent);
		}
		if (line.putIfAbsent(id, call) != null) {
			// Each call is answered, also where two have one id; the first can be taken
			// back by it.
			line.put(new Object(), call);
		}
		return true;
	}

	/**
	 * Add a call that has run before, and waits for its next turn, however many wait.
	 * @param parent the parent that it came from
	 * @param call the call
	 */
	synchronized void offerAgain(P parent, T call) {
		Map<Object, T> line = this.lines.computeIfAbsent(parent, (key) -> new LinkedHashMap<>());
		if (line.isEmpty()) {
			this.turns.add(parent);
		}
		line.put(new Object(), call);
	}

	/**
	 * Return whether the caller has to see to another thread, which then either takes its
	 * {@linkplain #takeFirst() first call} or is {@linkplain #giveUpThread() given up}.
	 */
	synchronized boolean needsThread() {
		if (this.expecting || this.threads >= this.maxThreads || this.turns.isEmpty()) {
			return false;
		}
		this.expecting = true;
		this.threads++;
		return true;
	}

	/**
	 * The thread that was asked for does not come.
	 */
	synchronized void giveUpThread() {
		this.expecting = false;
		this.threads--;
	}

	/**
	 * A thread that ran a call takes no more.
	 */
	synchronized void loseThread() {
		this.busy--;
		this.threads--;
	}

	/**
	 * Take the first call for a thread that was asked for.
	 * @return the call, or {@code null} if none waits; the thread has to end then
	 */
	synchronized @Nullable T takeFirst() {
		this.expecting = false;
		return take();
	}

	/**
	 * Take the next call for a thread that has run one.
	 * @return the call, or {@code null} if none waits; the thread has to end then
	 */
	synchronized @Nullable T takeNext() {
		this.busy--;
		return take();
	}

	/**
	 * Take the first call of the line whose turn it is, and send the line to the end.
	 */
	private @Nullable T take() {
		P parent = this.turns.poll();
		Map<Object, T> line = (parent != null) ? this.lines.get(parent) : null;
		if (parent == null || line == null) {
			this.threads--;
			return null;
		}
		Iterator<T> calls = line.values().iterator();
		T call = calls.next();
		calls.remove();
		this.busy++;
		if (line.isEmpty()) {
			keep(parent);
		}
		else {
			this.turns.add(parent);
		}
		return call;
	}

	/**
	 * Keep a line that has become empty, instead of the one that was kept before.
	 */
	private void keep(P parent) {
		P before = this.idle;
		this.idle = parent;
		if (before != null && !before.equals(parent)) {
			this.lines.computeIfPresent(before, (key, line) -> line.isEmpty() ? null : line);
		}
	}

	/**
	 * Take a call back that waits.
	 * @param parent the parent that it came from
	 * @param id its id
	 * @return the call, or {@code null} if it does not wait
	 */
	synchronized @Nullable T remove(P parent, String id) {
		Map<Object, T> line = this.lines.get(parent);
		T call = (line != null) ? line.remove(id) : null;
		if (line != null && call != null && line.isEmpty()) {
			this.turns.remove(parent);
			keep(parent);
		}
		return call;
	}

	/**
	 * Take all calls of a parent back that wait.
	 * @param parent the parent
	 * @return the calls
	 */
	synchronized List<T> removeAll(P parent) {
		Map<Object, T> line = this.lines.remove(parent);
		this.turns.remove(parent);
		return (line != null) ? List.copyOf(line.values()) : List.of();
	}

	/**
	 * Take all calls if there is no thread that would take them.
	 * @return the calls
	 */
	synchronized List<T> takeAllWithoutThread() {
		return (this.threads == 0) ? takeAll() : List.of();
	}

	/**
	 * Take all calls.
	 * @return the calls
	 */
	synchronized List<T> takeAll() {
		List<T> calls = new ArrayList<>();
		this.lines.values().forEach((line) -> calls.addAll(line.values()));
		this.lines.clear();
		this.turns.clear();
		this.idle = null;
		return calls;
	}

}
