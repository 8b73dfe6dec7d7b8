package io.multifrost.internal.jeromq;

import java.util.concurrent.RejectedExecutionException;

/**
 * Opens links on the I/O thread, which starts with the first.
 *
 * @param loop the loop of that thread
 * @param context the context of JeroMQ
 * @param life begins with the first link
 */
record LinkOpener(EventLoop loop, LoopContext context, LoopLife life) {

	/**
	 * Open a link. May be called on any thread.
	 * @param opening told what became of it
	 */
	void open(LinkOpening opening) {
		boolean first = this.life.claimBegin();
		try {
			if (first) {
				this.life.begin(() -> openFirst(opening));
			}
			else {
				this.loop.execute(() -> openNext(opening));
			}
		}
		catch (RejectedExecutionException ex) {
			opening.fail(ex);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. Other links go on where it is a later
			// one.
			if (first) {
				failToStart(opening, ex);
			}
			else {
				opening.fail(ex);
			}
		}
	}

	private void openFirst(LinkOpening opening) {
		try {
			LoopSocket socket = this.context.socket(opening.type());
			this.loop.execute(() -> opening.open(this.loop, socket));
		}
		catch (Throwable ex) {
			failToStart(opening, ex);
			// Last, since JeroMQ may wait for a thread of its own that was not started.
			this.life.terminate();
		}
	}

	private void failToStart(LinkOpening opening, Throwable failure) {
		this.life.end();
		opening.fail(new IllegalStateException("Could not start the I/O thread: " + failure, failure));
	}

	private void openNext(LinkOpening opening) {
		if (this.life.isEnded()) {
			// A socket of a context that has not started in full would never be served.
			opening.fail(new RejectedExecutionException("The I/O thread has ended"));
			return;
		}
		try {
			opening.open(this.loop, this.context.socket(opening.type()));
		}
		catch (Throwable ex) {
			opening.fail(ex);
		}
	}

}
