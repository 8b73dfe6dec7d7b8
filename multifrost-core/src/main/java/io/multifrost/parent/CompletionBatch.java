package io.multifrost.parent;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the futures of several calls, on as many threads as are free for it: while
 * calls are left, another thread is asked for, so that a callback that blocks holds up no
 * other one.
 */
final class CompletionBatch implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(CompletionBatch.class);

	private final List<AsyncCall> calls;

	private final AtomicInteger next = new AtomicInteger();

	/** Whether a thread was asked for that has not come yet. */
	private final AtomicBoolean asked = new AtomicBoolean();

	/**
	 * Create a batch.
	 * @param calls the calls, which have their answers, and whose futures are completed
	 * on the executor of this library
	 */
	CompletionBatch(List<AsyncCall> calls) {
		this.calls = calls;
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
			this.calls.forEach((call) -> call.future().completeExceptionally(ex));
		}
	}

	private void askForThread() {
		if (this.next.get() < this.calls.size() && this.asked.compareAndSet(false, true)) {
			Callbacks.complete(Callbacks.executor(), this);
		}
	}

	@Override
	public void run() {
		this.asked.set(false);
		int index = this.next.getAndIncrement();
		if (index < this.calls.size()) {
			askForAnother();
		}
		while (index < this.calls.size()) {
			this.calls.get(index).run();
			index = this.next.getAndIncrement();
		}
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
