package io.multifrost.internal.call;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.message.Message;

/**
 * A call whose caller waits. The answer goes straight to the parked thread, which decodes
 * it and makes the exceptions, so that a stack trace shows who called.
 */
final class BlockingCall extends PendingCall {

	private final Thread caller = Thread.currentThread();

	private volatile @Nullable Message reply;

	private volatile @Nullable Supplier<? extends RuntimeException> cause;

	BlockingCall(Request request) {
		super(request);
	}

	@Override
	void answer(Message reply, CompletionBatcher completions) {
		this.reply = reply;
		LockSupport.unpark(this.caller);
	}

	@Override
	void fail(Supplier<? extends RuntimeException> cause) {
		this.cause = cause;
		LockSupport.unpark(this.caller);
	}

	/**
	 * Wait for the end of the call, on the thread that created it.
	 * @param pending where the call is registered
	 * @return the answer
	 * @throws RuntimeException if the call ended without an answer
	 */
	Message await(PendingCalls pending) {
		boolean interrupted = false;
		try {
			while (true) {
				Message reply = this.reply;
				if (reply != null) {
					return reply;
				}
				Supplier<? extends RuntimeException> cause = this.cause;
				if (cause != null) {
					throw cause.get();
				}
				interrupted |= Thread.interrupted();
				if (interrupted && pending.abandon(this)) {
					throw new MultifrostException("Interrupted while waiting for function '" + request().function()
							+ "' of worker '" + pending.worker() + "'; the call may still run",
							new InterruptedException());
				}
				long nanos = request().nanosLeft(System.nanoTime());
				if (nanos <= 0 && pending.remove(this)) {
					throw pending.timedOut(this);
				}
				park(nanos);
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void park(long nanos) {
		if (nanos <= 0 || nanos == Long.MAX_VALUE) {
			// Without a deadline, or past it while somebody else is just ending the call.
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, nanos);
		}
	}

}
