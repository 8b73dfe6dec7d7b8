package io.multifrost.internal.call;

import java.util.ArrayList;
import java.util.List;

/**
 * Futures to complete for the answers that arrive together. On the executor of this
 * library they are handed over together as well, since waking a thread for each takes
 * longer than most callbacks; an executor of the user's gets each as a task. Used by the
 * I/O thread alone.
 */
final class CompletionBatcher {

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
			new CompletionBatch(calls).execute();
		}
	}

}
