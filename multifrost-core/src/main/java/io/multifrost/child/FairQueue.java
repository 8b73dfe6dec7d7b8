package io.multifrost.child;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Route;

/**
 * Calls that wait for a thread, one line for each parent. The lines take turns, so that a
 * parent that sends many calls at once delays its own and no one else's.
 *
 * @param <T> the type of a call
 */
final class FairQueue<T> {

	private final int capacity;

	private final int threads;

	/** The lines, each with its calls by their ids. */
	private final Map<Route, Map<Object, T>> lines = new LinkedHashMap<>();

	private int running;

	/**
	 * Create a queue.
	 * @param capacity how many calls of one parent may wait while all threads are busy
	 * @param threads how many threads take calls
	 */
	FairQueue(int capacity, int threads) {
		this.capacity = capacity;
		this.threads = threads;
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
		Map<Object, T> line = this.lines.computeIfAbsent(route, (parent) -> new LinkedHashMap<>());
		// Calls for threads that are free pass through here too, and do not wait.
		int free = this.threads - this.running;
		if (line.size() >= this.capacity + free) {
			return false;
		}
		if (line.putIfAbsent(id, call) != null) {
			// Each call is answered, also where two have one id; the first can be taken
			// back by it.
			line.put(new Object(), call);
		}
		return true;
	}

	/**
	 * Take the first call of the line whose turn it is, and send the line to the end. The
	 * thread that takes it is busy until it says that it is {@linkplain #done() done}.
	 * @return the call, or {@code null} if none waits
	 */
	synchronized @Nullable T poll() {
		var first = this.lines.entrySet().iterator();
		if (!first.hasNext()) {
			return null;
		}
		Map.Entry<Route, Map<Object, T>> entry = first.next();
		Route route = entry.getKey();
		Map<Object, T> line = entry.getValue();
		first.remove();
		var calls = line.values().iterator();
		T call = calls.next();
		calls.remove();
		this.running++;
		if (!line.isEmpty()) {
			this.lines.put(route, line);
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

	/**
	 * A thread has run the call that it took.
	 */
	synchronized void done() {
		this.running--;
	}

	synchronized void clear() {
		this.lines.clear();
	}

}
