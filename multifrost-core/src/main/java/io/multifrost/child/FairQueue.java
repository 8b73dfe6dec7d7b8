package io.multifrost.child;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Route;

/**
 * Calls that wait for a thread, one line for each parent. The lines take turns, so that a
 * parent that sends many calls at once delays its own and no one else's.
 */
final class FairQueue {

	private final int capacity;

	private final int threads;

	private final Map<Route, Queue<Runnable>> lines = new LinkedHashMap<>();

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
	 * @param call runs the call
	 * @return whether there was room for it
	 */
	synchronized boolean offer(Route route, Runnable call) {
		Queue<Runnable> line = this.lines.computeIfAbsent(route, (parent) -> new ArrayDeque<>());
		// Calls for threads that are free pass through here too, and do not wait.
		int free = this.threads - this.running;
		return line.size() < this.capacity + free && line.add(call);
	}

	/**
	 * Take the first call of the line whose turn it is, and send the line to the end. The
	 * thread that takes it is busy until it says that it is {@linkplain #done() done}.
	 * @return the call, or {@code null} if none waits
	 */
	synchronized @Nullable Runnable poll() {
		var first = this.lines.entrySet().iterator();
		if (!first.hasNext()) {
			return null;
		}
		Map.Entry<Route, Queue<Runnable>> entry = first.next();
		Route route = entry.getKey();
		Queue<Runnable> line = entry.getValue();
		first.remove();
		Runnable call = line.poll();
		this.running++;
		if (!line.isEmpty()) {
			this.lines.put(route, line);
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
