package io.multifrost.internal.jeromq;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.zeromq.SocketType;

import io.multifrost.internal.BackgroundLogger;

/**
 * The thread that owns sockets, which is JeroMQ's I/O thread too. It starts with the
 * first socket, and sleeps in a selector until the network, another thread or a timer has
 * work for it, so an idle loop costs nothing; other threads hand work over through queues
 * and wake the selector only while it sleeps.
 * <p>
 * The thread belongs to this class and JeroMQ alone: it never runs code of users and is
 * never interrupted, since an interrupt inside JeroMQ destroys the pipes of its context.
 * No other thread enters JeroMQ, but for short-lived ones of our own that start and end
 * the context.
 */
public class EventLoop implements Executor {

	private static final Logger logger = BackgroundLogger.of(EventLoop.class);

	private final LoopContext context = new LoopContext(this);

	private final LoopWork work = new LoopWork();

	private final LoopLife life = new LoopLife(this.context, this.work);

	private final LinkOpener opener = new LinkOpener(this, this.context, this.life);

	private final KeyCheck keys = new KeyCheck(this);

	private final AtomicLong wakeUps = new AtomicLong();

	private volatile boolean sleeping;

	EventLoop() {
	}

	/**
	 * Open a link. May be called on any thread.
	 * @param opening told what became of it
	 */
	void open(LinkOpening opening) {
		this.opener.open(opening);
	}

	/**
	 * Return whether links can be opened here.
	 */
	boolean isUsable() {
		return !this.life.isEnded() && this.context.hasPlaces();
	}

	/**
	 * End the thread: links that are still open are closed. Returns when it is gone,
	 * unless the caller is that thread.
	 */
	void stop() {
		this.life.stop();
		wakeUp();
		if (!isLoopThread()) {
			this.life.awaitEnd();
		}
	}

	/**
	 * Have a socket watched. Called on the I/O thread.
	 * @param link the link of the socket
	 */
	void register(Link link) {
		register(link.driver().channel(), link::schedule);
		this.work.opened(link);
		// What the socket signalled before it was registered is not signalled again.
		link.schedule();
	}

	/**
	 * Have a channel watched. Called on the I/O thread.
	 * @param channel the channel
	 * @param onReady called on that thread when there is something to read
	 */
	void register(SelectableChannel channel, Runnable onReady) {
		try {
			channel.register(this.context.selector(), SelectionKey.OP_READ, onReady);
		}
		catch (ClosedChannelException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Accept no connection for a time. Called on the I/O thread.
	 * @param listening a channel that listens, of JeroMQ's
	 * @param time how long
	 */
	void rest(SelectableChannel listening, Duration time) {
		SelectionKey key = listening.keyFor(this.context.selector());
		if (key != null) {
			LoopSelector.rest(key);
			schedule(time, () -> LoopSelector.wake(key));
		}
	}

	/**
	 * Open a socket that belongs to the loop itself. Called on the I/O thread.
	 */
	LoopSocket socket(SocketType type) {
		assert isLoopThread();
		return this.context.socket(type);
	}

	/**
	 * Return what says which clients may talk to the sockets of this loop.
	 */
	KeyCheck keys() {
		return this.keys;
	}

	/**
	 * Run a task on the I/O thread, which starts with the first link. May be called on
	 * any thread.
	 * @param task a task that does not block
	 * @throws RejectedExecutionException if the loop has ended
	 */
	@Override
	public void execute(Runnable task) {
		this.work.add(task);
		wakeUp();
		if (this.life.isEnded() && this.work.remove(task)) {
			throw new RejectedExecutionException("The I/O thread has ended");
		}
	}

	/**
	 * Run a task on the I/O thread after a time. May be called on any thread.
	 * @param delay the time to wait; what is beyond 100 years counts as 100 years
	 * @param task a task that does not block
	 * @return the timer, by which the task can be forgotten
	 */
	public IoTimer schedule(Duration delay, Runnable task) {
		return scheduleAbout(delay, Duration.ZERO, task);
	}

	/**
	 * Run a task on the I/O thread after a time, together with others that are due about
	 * then, so that the thread is woken once for them. May be called on any thread.
	 * @param delay the time to wait; what is beyond 100 years counts as 100 years
	 * @param slack how much later it may be at most
	 * @param task a task that does not block
	 * @return the timer, by which the task can be forgotten
	 */
	public IoTimer scheduleAbout(Duration delay, Duration slack, Runnable task) {
		IoTimer timer = new IoTimer(TimerQueue.due(System.nanoTime(), delay, slack), task);
		if (isLoopThread()) {
			this.work.add(timer);
		}
		else {
			execute(() -> this.work.add(timer));
		}
		return timer;
	}

	/**
	 * Return whether the caller is the I/O thread.
	 * @return whether it is
	 */
	public boolean isLoopThread() {
		return this.context.isIoThread();
	}

	/**
	 * Change what JeroMQ polls, which makes it look at all that it polls.
	 * @see HandshakeWatch
	 */
	void nudge() {
		LoopSocket socket = socket(SocketType.PAIR);
		try {
			socket.setLinger(0);
			socket.bind(Endpoint.loopback(0).toString());
		}
		finally {
			socket.close();
		}
	}

	void serveSoon(Link link) {
		this.work.add(link);
		wakeUp();
	}

	void forget(Link link) {
		this.work.closed(link);
		SelectionKey key = link.driver().channel().keyFor(this.context.selector());
		if (key != null) {
			key.cancel();
		}
	}

	private void wakeUp() {
		// The loop looks at the queues once more after it has said that it sleeps, so
		// what was added before needs no wake-up.
		if (this.sleeping && !isLoopThread()) {
			this.sleeping = false;
			this.wakeUps.incrementAndGet();
			this.context.selector().wakeup();
		}
	}

	/**
	 * Return how often another thread has woken the I/O thread, which is what most of the
	 * time of a short call goes into.
	 * @return the number of wake-ups since the loop has begun
	 */
	public long wakeUps() {
		return this.wakeUps.get();
	}

	/**
	 * Do what there is to do. Called on the I/O thread, as all that follows.
	 */
	void run() {
		assert isLoopThread();
		this.work.run();
		if (this.life.isClosing()) {
			// Each time, since a link may be opened until JeroMQ opens none any more.
			this.work.closeLinks();
			this.keys.close();
		}
		this.life.terminateIfDue();
	}

	/**
	 * The thread is going to sleep unless there is more to do.
	 * @return how long it may, in milliseconds; 0 not at all, -1 until it is woken
	 */
	long beforeSleep() {
		long nanos = this.work.nanosUntilNext();
		if (nanos == 0) {
			return 0;
		}
		this.sleeping = true;
		if (this.work.isWaiting() || this.life.isStopDue()) {
			return 0;
		}
		return (nanos < 0) ? -1 : LoopSelector.toMillis(nanos);
	}

	void afterSleep() {
		this.sleeping = false;
	}

	/**
	 * A channel of ours is ready.
	 */
	void ready(SelectionKey key) {
		((Runnable) key.attachment()).run();
	}

	/**
	 * The thread goes on after an error that has kept it from something: what is polled
	 * has to be looked at once more.
	 */
	void look() {
		execute(this::nudge);
	}

	/**
	 * The links end with their cause, and no more are opened here: whoever comes next
	 * gets another loop. JeroMQ goes on for its own end alone.
	 */
	void failed(Throwable failure) {
		logger.error("The I/O thread ends because of an unexpected error", failure);
		this.work.failLinks(new IllegalStateException("Its I/O thread has ended: " + failure, failure));
		this.life.fail();
	}

}
