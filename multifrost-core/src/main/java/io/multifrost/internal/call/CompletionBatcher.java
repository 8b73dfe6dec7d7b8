package io.multifrost.internal.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;

/**
 * Futures to complete for the answers that arrive together. On the executor of this
 * library they are handed over together as well, since waking a thread for each takes
 * longer than most callbacks; an executor of the user's gets each as a task. Used by the
 * I/O thread alone.
 */
final class CompletionBatcher {

	private static final Logger logger = BackgroundLogger.of(CompletionBatcher.class);

	private List<AsyncCall> together = new ArrayList<>();

	private boolean begun;

	/**
	 * Complete the future of a call.
	 * @param call the call, which has its answer
	 */
	void add(AsyncCall call) {
		if (this.begun && call.isOnSharedExecutor()) {
			this.together.add(call);
			return;
		}
		// The first of those that come together need not wait for the others.
		this.begun = true;
		call.execute();
	}

	/**
	 * All answers that have arrived together were added.
	 */
	void end() {
		this.begun = false;
		if (!this.together.isEmpty()) {
			List<AsyncCall> calls = this.together;
			this.together = new ArrayList<>();
			new CompletionTask(calls).execute();
		}
	}

	/**
	 * Completes the futures of several calls, on as many threads as are free for it:
	 * while calls are left, another thread is asked for, so that a callback that blocks
	 * holds up no other one.
	 */
	private static final class CompletionTask implements Runnable {

		/**
		 * They have their answers, and their futures are completed on the executor of
		 * this library. Each is taken out with its turn, so that its answer is not kept.
		 */
		private final @Nullable AsyncCall[] calls;

		private final AtomicInteger next = new AtomicInteger();

		/** Whether a thread was asked for that has not come yet. */
		private final AtomicBoolean asked = new AtomicBoolean();

		CompletionTask(List<AsyncCall> calls) {
			this.calls = calls.toArray(AsyncCall[]::new);
		}

		/**
		 * Have the futures completed. Returns at once.
		 */
		void execute() {
			try {
				askForThread();
			}
			catch (Throwable ex) {
				// Such as that there is no thread left. The calls are out of their table
				// already.
				AsyncCall call = take();
				while (call != null) {
					call.future().completeExceptionally(ex);
					call = take();
				}
			}
		}

		private void askForThread() {
			if (this.next.get() < this.calls.length && this.asked.compareAndSet(false, true)) {
				SharedExecutors.callbacks().execute(this);
			}
		}

		@Override
		public void run() {
			this.asked.set(false);
			AsyncCall call = take();
			if (call != null) {
				askForAnother();
			}
			while (call != null) {
				call.run();
				call = take();
			}
		}

		private @Nullable AsyncCall take() {
			int index = this.next.getAndIncrement();
			if (index >= this.calls.length) {
				return null;
			}
			AsyncCall call = this.calls[index];
			this.calls[index] = null;
			return call;
		}

		private void askForAnother() {
			try {
				askForThread();
			}
			catch (Throwable ex) {
				logger.debug("This thread has to complete the futures of all calls", ex);
			}
		}

	}

}
