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

	/** The lines that have calls, and the idle one. */
	private final Map<P, Line<P, T>> lines = new HashMap<>();

	/** The lines that have calls, in the order of their turns. */
	private final Queue<Line<P, T>> turns = new ArrayDeque<>();

	/** The line that was the last to become empty: its parent is likely to call again. */
	private @Nullable Line<P, T> idle;

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
		Line<P, T> line = this.lines.get(parent);
		// Calls for threads that are free pass through here too, and do not wait.
		int free = this.maxThreads - this.busy;
		if (line != null && line.calls.size() >= this.capacity + free) {
			return false;
		}
		if (line == null) {
			line = new Line<>(parent);
			this.lines.put(parent, line);
		}
		if (line.calls.isEmpty()) {
			this.turns.add(line);
		}
		if (line.calls.putIfAbsent(id, call) != null) {
			// Each call is answered, also where two have one id; the first can be taken
			// back by it.
			line.calls.put(new Object(), call);
		}
		return true;
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
		Line<P, T> line = this.turns.poll();
		if (line == null) {
			this.threads--;
			return null;
		}
		Iterator<T> calls = line.calls.values().iterator();
		T call = calls.next();
		calls.remove();
		this.busy++;
		if (line.calls.isEmpty()) {
			keep(line);
		}
		else {
			this.turns.add(line);
		}
		return call;
	}

	/**
	 * Keep a line that has become empty, instead of the one that was kept before.
	 */
	private void keep(Line<P, T> line) {
		Line<P, T> before = this.idle;
		this.idle = line;
		if (before != null && before != line && before.calls.isEmpty()) {
			this.lines.remove(before.parent, before);
		}
	}

	/**
	 * Take a call back that waits.
	 * @param parent the parent that it came from
	 * @param id its id
	 * @return the call, or {@code null} if it does not wait
	 */
	synchronized @Nullable T remove(P parent, String id) {
		Line<P, T> line = this.lines.get(parent);
		T call = (line != null) ? line.calls.remove(id) : null;
		if (line != null && call != null && line.calls.isEmpty()) {
			this.turns.remove(line);
			keep(line);
		}
		return call;
	}

	/**
	 * Take all calls of a parent back that wait.
	 * @param parent the parent
	 * @return the calls
	 */
	synchronized List<T> removeAll(P parent) {
		Line<P, T> line = this.lines.remove(parent);
		if (line == null) {
			return List.of();
		}
		if (this.idle == line) {
			this.idle = null;
		}
		this.turns.remove(line);
		return List.copyOf(line.calls.values());
	}

	/**
	 * Take all calls if there is no thread that would take them.
	 * @return the calls
	 */
	synchronized List<T> takeAllWithoutThread() {
		List<T> calls = new ArrayList<>();
		if (this.threads == 0) {
			this.turns.forEach((line) -> calls.addAll(line.calls.values()));
			clear();
		}
		return calls;
	}

	synchronized void clear() {
		this.lines.clear();
		this.turns.clear();
		this.idle = null;
	}

	/**
	 * The calls of one parent by their ids.
	 */
	private static final class Line<P, T> {

		private final P parent;

		private final Map<Object, T> calls = new LinkedHashMap<>();

		Line(P parent) {
			this.parent = parent;
		}

	}

}
