package io.multifrost.child;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Route;

/**
 * Calls that wait for a thread, one line for each parent. The lines take turns, so that a
 * parent that sends many calls at once delays its own and no one else's.
 * <p>
 * A thread takes calls until none waits. So it is known here when another one is needed:
 * while calls wait, one after the other is asked for, each when the last one has come.
 *
 * @param <T> the type of a call
 */
final class FairQueue<T> {

	private final int capacity;

	private final int maxThreads;

	/** The lines, each with its calls by their ids. */
	private final Map<Route, Map<Object, T>> lines = new LinkedHashMap<>();

	/** A line without calls, so that a call that need not wait does not make one. */
	private @Nullable Map<Object, T> spare;

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
	 * @param route the parent that it came from
	 * @param id its id
	 * @param call the call
	 * @return whether there was room for it
	 */
	synchronized boolean offer(Route route, String id, T call) {
		Map<Object, T> line = this.lines.get(route);
		// Calls for threads that are free pass through here too, and do not wait.
		int free = this.maxThreads - this.busy;
		if (line != null && line.size() >= this.capacity + free) {
			return false;
		}
		if (line == null) {
			line = (this.spare != null) ? this.spare : new LinkedHashMap<>();
			this.spare = null;
			this.lines.put(route, line);
		}
		if (line.putIfAbsent(id, call) != null) {
			// Each call is answered, also where two have one id; the first can be taken
			// back by it.
			line.put(new Object(), call);
		}
		return true;
	}

	/**
	 * Return whether the caller has to see to another thread, which then either takes its
	 * {@linkplain #takeFirst() first call} or is {@linkplain #giveUpThread() given up}.
	 */
	synchronized boolean needsThread() {
		if (this.expecting || this.threads >= this.maxThreads || this.lines.isEmpty()) {
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
		var first = this.lines.entrySet().iterator();
		if (!first.hasNext()) {
			this.threads--;
			return null;
		}
		Map.Entry<Route, Map<Object, T>> entry = first.next();
		Map<Object, T> line = entry.getValue();
		var calls = line.values().iterator();
		T call = calls.next();
		calls.remove();
		this.busy++;
		if (line.isEmpty()) {
			first.remove();
			this.spare = line;
		}
		else if (this.lines.size() > 1) {
			first.remove();
			this.lines.put(entry.getKey(), line);
		}
		return call;
	}

	/**
	 * Take a call back that waits.
	 * @param route the parent that it came from
	 * @param id its id
	 * @return the call, or {@code null} if it does not wait
	 */
	synchronized @Nullable T remove(Route route, String id) {
		Map<Object, T> line = this.lines.get(route);
		T call = (line != null) ? line.remove(id) : null;
		if (line != null && line.isEmpty()) {
			this.lines.remove(route);
		}
		return call;
	}

	synchronized void clear() {
		this.lines.clear();
	}

}
