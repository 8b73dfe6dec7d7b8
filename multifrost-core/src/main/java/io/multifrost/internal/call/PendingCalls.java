package io.multifrost.internal.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.DeadlineSweep;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Cancel;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.parent.CallProgress;

/**
 * The calls that one generation of a worker still owes an answer to, by the id of their
 * message. Safe for use by any thread.
 */
public final class PendingCalls {

	/** As many reports of progress as people look at. */
	private static final int MAX_PROGRESS = 50;

	private final String worker;

	private final IntSupplier limit;

	private final DeadlineSweep sweep;

	/** Finds calls that wait for long without a limit. */
	private final DeadlineSweep adviceSweep;

	private final CallChannel channel;

	private final Map<String, PendingCall> calls = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger timeouts = new AtomicInteger();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private volatile boolean open = true;

	/**
	 * Create a table.
	 * @param worker the name of the worker
	 * @param limit how many calls may wait at once, which can change
	 * @param channel the way to the worker
	 */
	public PendingCalls(String worker, IntSupplier limit, CallChannel channel) {
		this.worker = worker;
		this.limit = limit;
		this.channel = channel;
		this.sweep = new DeadlineSweep(channel, this::expire);
		this.adviceSweep = new DeadlineSweep(channel, this::advise);
	}

	CallChannel channel() {
		return this.channel;
	}

	String worker() {
		return this.worker;
	}

	public int size() {
		return this.size.get();
	}

	/**
	 * Return whether calls are taken.
	 */
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * Add a call before it is sent.
	 * @param call the call
	 * @return whether it was added; not if no more calls are taken
	 * @throws WorkerUnavailableException if too many calls wait
	 */
	public boolean register(PendingCall call) {
		int limit = this.limit.getAsInt();
		if (this.size.incrementAndGet() > limit) {
			shrink();
			throw WorkerUnavailableException.refused(this.worker,
					limit + " calls are waiting for an answer already; call less at once, or raise max-in-flight",
					null);
		}
		this.calls.put(call.request().id(), call);
		// Looked at after the call is in, so that one that comes while the table is
		// closed
		// is either refused here or ended there.
		if (!this.open && this.calls.remove(call.request().id(), call)) {
			// Not taken: it goes to another table, and is wanted there.
			shrink();
			return false;
		}
		if (call instanceof AsyncCall) {
			long now = System.nanoTime();
			this.sweep.ensureWithin(call.nanosLeft(now), now);
		}
		if (call.request().advice() != null) {
			this.adviceSweep.ensureWithin(LimitAdvice.AFTER_NANOS, call.request().began());
		}
		return true;
	}

	private void shrink() {
		if (this.size.decrementAndGet() == 0 && !this.open) {
			this.drained.complete(null);
		}
	}

	/**
	 * Return the call that a message is about.
	 * @param id the id of the message
	 * @return the call, or {@code null} if none has this id, or it has ended already
	 */
	@Nullable PendingCall find(@Nullable String id) {
		return (id != null) ? this.calls.get(id) : null;
	}

	/**
	 * Return the newest report of calls that have sent one.
	 * @return the reports, of some calls where many have sent one
	 */
	public List<CallProgress> progress() {
		return this.calls.values()
			.stream()
			.flatMap((call) -> Stream.ofNullable((call.progress() != null) ? call.progress().latest() : null))
			.limit(MAX_PROGRESS)
			.toList();
	}

	/**
	 * Take out the call that a message answers.
	 * @param id the id of the message
	 * @return the call, or {@code null} if none has this id, or it has ended already
	 */
	public @Nullable PendingCall remove(@Nullable String id) {
		PendingCall call = (id != null) ? this.calls.remove(id) : null;
		if (call != null) {
			call.take();
			shrink();
		}
		return call;
	}

	/**
	 * Give items of an answer to the call that they belong to, which goes on. Called on
	 * the I/O thread.
	 * @param items the items
	 * @return whether they were taken; not if no call has this id, it has ended already,
	 * or it asked for one answer
	 * @throws io.multifrost.ProtocolException if items are missing before them, or too
	 * many have come
	 */
	boolean add(Items items) {
		PendingCall call = find(items.id());
		return call != null && call.add(items, this);
	}

	/**
	 * Take out a call in order to end it.
	 * @param call the call
	 * @return whether the caller is the one to end it
	 */
	public boolean remove(PendingCall call) {
		boolean removed = this.calls.remove(call.request().id(), call);
		if (removed) {
			call.take();
			shrink();
		}
		return removed;
	}

	/**
	 * Take out a call that its caller gives up, and tell the worker if it still owed the
	 * answer.
	 * @param call a call that was sent
	 * @return whether the caller is the one to end it
	 */
	boolean abandon(PendingCall call) {
		boolean removed = remove(call);
		if (removed) {
			this.channel.send(new Cancel(this.channel.version(), call.request().id(), Message.NONE, Map.of()));
		}
		return removed;
	}

	/**
	 * Take no more calls.
	 * @return completes, on the thread that ends the last of them, when those that were
	 * taken have ended
	 */
	public CompletableFuture<Void> retire() {
		this.open = false;
		if (this.size.get() == 0) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	/**
	 * End all calls, and take no more.
	 * @param cause makes the exception, once for each call
	 */
	public void close(Supplier<? extends RuntimeException> cause) {
		this.open = false;
		failAll(cause);
	}

	/**
	 * End all calls that wait now.
	 * @param cause makes the exception, once for each call
	 */
	public void failAll(Supplier<? extends RuntimeException> cause) {
		for (PendingCall call : this.calls.values()) {
			if (remove(call)) {
				call.fail(cause);
			}
		}
	}

	/**
	 * End the calls whose time is over.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds until the next call's time is over, {@code Long.MAX_VALUE} if
	 * there is none
	 */
	private long expire(long now) {
		long next = Long.MAX_VALUE;
		for (PendingCall call : this.calls.values()) {
			long left = call.nanosLeft(now);
			if (left > 0) {
				next = Math.min(next, left);
			}
			else if (call instanceof AsyncCall && end(call, now)) {
				call.fail(() -> timedOut(call));
			}
		}
		return next;
	}

	private long advise(long now) {
		return this.calls.values().stream().mapToLong((call) -> call.advise(now)).min().orElse(Long.MAX_VALUE);
	}

	/**
	 * Its worker knows the deadline of a call, but not how long one waits for an item.
	 */
	private boolean end(PendingCall call, long now) {
		return (call.request().nanosLeft(now) > 0) ? abandon(call) : remove(call);
	}

	/**
	 * Return how many calls have run into their timeout.
	 */
	public int timeouts() {
		return this.timeouts.get();
	}

	CallTimeoutException timedOut(PendingCall call) {
		this.timeouts.incrementAndGet();
		Duration timeout = call.request().timeout();
		if (timeout == null || call.request().nanosLeft(System.nanoTime()) > 0) {
			return new CallTimeoutException(this.worker, call.request().function(), call.itemTimeout(),
					"no item came for so long; give its items more time (item-timeout) or see what the worker prints");
		}
		return new CallTimeoutException(this.worker, call.request().function(), timeout,
				"it may still be running, or the worker does not serve its namespace; "
						+ "give the call more time (call-timeout) or see what the worker prints");
	}

}
