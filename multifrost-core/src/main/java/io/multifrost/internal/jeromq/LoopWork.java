package io.multifrost.internal.jeromq;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * What waits for the I/O thread: tasks, timers that are due, and links that have
 * something to send or to read. Other threads add tasks and links; all else is called on
 * the I/O thread alone.
 */
final class LoopWork {

	private static final Logger logger = BackgroundLogger.of(LoopWork.class);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	/** The last link that was added, which refers to the one before. */
	private final AtomicReference<@Nullable Link> ready = new AtomicReference<>();

	private final TimerQueue timers = new TimerQueue();

	private final Set<Link> links = new HashSet<>();

	void add(Runnable task) {
		this.tasks.add(task);
	}

	/**
	 * Take a task back.
	 * @param task the task
	 * @return whether it was still waiting
	 */
	boolean remove(Runnable task) {
		return this.tasks.remove(task);
	}

	/**
	 * Add a link, which must not be added again before it is served.
	 * @param link the link
	 */
	void add(Link link) {
		Link last = this.ready.get();
		link.nextReady = last;
		while (!this.ready.compareAndSet(last, link)) {
			last = this.ready.get();
			link.nextReady = last;
		}
	}

	void add(IoTimer timer) {
		this.timers.add(timer);
	}

	void opened(Link link) {
		this.links.add(link);
	}

	void closed(Link link) {
		this.links.remove(link);
	}

	/**
	 * Return whether another thread has added something.
	 */
	boolean isWaiting() {
		return !this.tasks.isEmpty() || this.ready.get() != null;
	}

	/**
	 * Return when the next timer is due.
	 * @return nanoseconds until then, 0 if one is due, -1 if there is none
	 */
	long nanosUntilNext() {
		return this.timers.nanosUntilNext(System.nanoTime());
	}

	/**
	 * Do what there is to do.
	 */
	void run() {
		runTimers();
		runTasks();
		serveLinks();
	}

	private void runTimers() {
		long now = System.nanoTime();
		IoTimer timer = this.timers.pollDue(now);
		while (timer != null) {
			runSafely(timer.task());
			timer = this.timers.pollDue(now);
		}
	}

	void runTasks() {
		Runnable task = this.tasks.poll();
		while (task != null) {
			runSafely(task);
			task = this.tasks.poll();
		}
	}

	private void serveLinks() {
		// A link that has more to do than one turn adds itself again: only those that are
		// here now are served, so that the selector and the timers get their turn.
		Link next = inOrder(this.ready.getAndSet(null));
		while (next != null) {
			Link link = next;
			next = link.nextReady;
			link.nextReady = null;
			runSafely(() -> link.driver().run(link::serve));
		}
	}

	private static @Nullable Link inOrder(@Nullable Link last) {
		Link first = null;
		Link link = last;
		while (link != null) {
			Link before = link.nextReady;
			link.nextReady = first;
			first = link;
			link = before;
		}
		return first;
	}

	/**
	 * Close the links that are still open.
	 */
	void closeLinks() {
		for (Link link : Set.copyOf(this.links)) {
			runSafely(link.driver()::dispose);
		}
	}

	/**
	 * End the links that are still open.
	 * @param failure why
	 */
	void failLinks(Throwable failure) {
		for (Link link : Set.copyOf(this.links)) {
			runSafely(() -> link.driver().fail(failure));
		}
	}

	private static void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// Errors too, such as that there is no thread left: all workers live by this
			// one.
			logger.error("A task on the I/O thread failed", ex);
		}
	}

}
