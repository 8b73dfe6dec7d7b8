package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of all peers, taken together and in one order: Python's, Go's, Node.js's.
 * Rust has none.
 * <p>
 * Nothing is held while waiting. If one lock is taken, those before it are released
 * again, since the peers give up after ten seconds (Python, Go) or at once (Node.js), and
 * must not do so only because we wait for another. Java processes take turns before that,
 * and threads of one process before that.
 */
public final class LockChain {

	private static final Logger logger = LoggerFactory.getLogger(LockChain.class);

	/**
	 * The threads of this JVM queue up here, since in files they could not tell each
	 * other's locks from their own. A lock stays for good; there are few directories.
	 */
	private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

	private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final Path directory;

	private final Duration timeout;

	private final Path turn;

	private final List<PeerLock> locks;

	public LockChain(Path directory, Duration timeout) {
		this.directory = directory;
		this.timeout = timeout;
		this.turn = directory.resolve("java.lock");
		this.locks = List.of(PeerLock.file(directory.resolve("registry.lock"), "Python"),
				PeerLock.file(directory.resolve("services.lock"), "Go"),
				PeerLock.directory(directory.resolve("services.json.lock"), "Node.js"));
	}

	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Take all locks.
	 * @return the locks, to be released soon
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws TimeoutException if not all could be had in time, saying who has them
	 * @throws IOException if a lock cannot be created
	 */
	public Held acquire() throws IOException, InterruptedException, TimeoutException {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		ReentrantLock threads = THREADS.computeIfAbsent(this.directory.toRealPath(), (path) -> new ReentrantLock(true));
		if (!threads.tryLock(this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new TimeoutException("another thread of this process is changing it");
		}
		try {
			return acquireFiles(threads, deadline);
		}
		catch (Throwable ex) {
			threads.unlock();
			throw ex;
		}
	}

	private Held acquireFiles(ReentrantLock threads, long deadline)
			throws IOException, InterruptedException, TimeoutException {
		Pause pause = new Pause(deadline);
		JavaTurn turn = JavaTurn.tryTake(this.turn);
		while (turn == null) {
			pause.await();
			turn = JavaTurn.tryTake(this.turn);
		}
		try {
			turn.awaitBreak();
			List<PeerLock.Held> files = new ArrayList<>();
			while (!tryAcquireAll(files)) {
				pause.await();
			}
			return new Held(threads, turn, files);
		}
		catch (Throwable ex) {
			turn.close();
			throw ex;
		}
	}

	/**
	 * Take all locks or none.
	 * @param held to be filled with the locks
	 * @return whether they were taken, which they are not if somebody else has one
	 */
	private boolean tryAcquireAll(List<PeerLock.Held> held) throws IOException {
		try {
			for (PeerLock lock : this.locks) {
				PeerLock.Held taken = lock.tryAcquire();
				if (taken == null) {
					break;
				}
				held.add(taken);
			}
			return held.size() == this.locks.size();
		}
		finally {
			if (held.size() < this.locks.size()) {
				release(held);
			}
		}
	}

	private String describeHolder() {
		return this.locks.stream()
			.map(PeerLock::describe)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("other Java processes are changing it one after the other ('" + this.turn + "')");
	}

	// In reverse: Node.js has its lock back first, as it does not wait for it
	private static void release(List<PeerLock.Held> held) {
		while (!held.isEmpty()) {
			PeerLock.Held last = held.remove(held.size() - 1);
			try {
				last.release();
			}
			catch (IOException ex) {
				// What was done under the lock is done; others break it when it is old
				logger.warn("Lock {} could not be released", last.path(), ex);
			}
		}
	}

	/**
	 * All locks in our hands.
	 */
	public record Held(ReentrantLock threads, JavaTurn turn, List<PeerLock.Held> files) implements AutoCloseable {

		/**
		 * Check that all locks are ours still, right before something is changed.
		 * @throws IOException if a peer broke one
		 */
		public void check() throws IOException {
			for (PeerLock.Held file : this.files) {
				if (!file.isOurs()) {
					throw new IOException("Lock '" + file.path() + "' was broken by another process, since this one "
							+ "stood still for too long; nothing was changed, try again");
				}
			}
		}

		@Override
		public void close() {
			try (this.turn) {
				release(this.files);
			}
			catch (IOException ex) {
				logger.debug("The break after a turn could not be noted", ex);
			}
			finally {
				this.threads.unlock();
			}
		}

	}

	/**
	 * Waits a little longer each time, since there is nothing that would tell of a lock's
	 * release, and by chance, since otherwise processes stay in step.
	 */
	private final class Pause {

		private final long deadline;

		private long nanos = FIRST_PAUSE_NANOS;

		Pause(long deadline) {
			this.deadline = deadline;
		}

		void await() throws InterruptedException, TimeoutException {
			if (System.nanoTime() - this.deadline >= 0) {
				throw new TimeoutException(describeHolder());
			}
			LockSupport.parkNanos(this, ThreadLocalRandom.current().nextLong(this.nanos / 2, this.nanos));
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			this.nanos = Math.min(2 * this.nanos, LONGEST_PAUSE_NANOS);
		}

	}

}
