package io.multifrost.internal.supervision;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.call.PendingCall;
import io.multifrost.parent.WorkerInstance;

/**
 * One life of a worker as its parent sees it, from its start to its end. The worker is
 * ready when it answers a heartbeat.
 */
public abstract class Generation extends WorkerConnection {

	private static final Logger logger = BackgroundLogger.of(Generation.class);

	private final Listener listener;

	private final RecyclingWatch recycling;

	private volatile boolean stopping;

	private volatile boolean over;

	private volatile @Nullable Throwable linkFailure;

	private boolean destroyed;

	/**
	 * Prepare a life.
	 * @param context the instance that it is a life of
	 * @param listener who is told of the end
	 */
	Generation(InstanceContext context, Listener listener) {
		super(context);
		this.listener = listener;
		this.recycling = new RecyclingWatch(settings().supervision().recycling(), loop(), this::onRecyclingDue);
	}

	/**
	 * Reach the worker and wait for its first answer. Whatever happens, the caller has to
	 * end this life with {@link #destroy()}.
	 * @throws MultifrostException if there is no answer
	 */
	abstract void start();

	/**
	 * End this life in the way that its worker deserves, and wait for it.
	 */
	void stop() {
		this.stopping = true;
		askToEnd();
		destroy();
	}

	/**
	 * Ask the worker to end, where it is this parent's to end, and wait until it has.
	 */
	void askToEnd() {
	}

	/**
	 * Return what ends the calls of this life when it is over.
	 * @return makes the exception, once for each call
	 */
	Supplier<MultifrostException> cause() {
		Throwable failure = this.linkFailure;
		return (failure != null && !this.stopping)
				? () -> unavailable("its connection cannot be served any more: " + failure, failure) : causeOfEnd();
	}

	/**
	 * Tell log and listeners that this life was lost.
	 * @return why
	 */
	MultifrostException reportLoss() {
		MultifrostException cause = cause().get();
		logger.atLevel(notifier().level(Level.WARN)).log("[{}] {}", context().label(), cause.getMessage());
		WorkerInstance lost = instance();
		int calls = inFlight();
		notifier().tell((listener) -> listener.onLost(lost, calls, cause));
		return cause;
	}

	/**
	 * Return what ends the calls where the link has not failed by itself.
	 * @return makes the exception, once for each call
	 */
	abstract Supplier<MultifrostException> causeOfEnd();

	/**
	 * The exception of a {@link #start()} that {@link #cancelStart()} ended.
	 */
	abstract MultifrostException startCancelled();

	/**
	 * Let go of what this life holds beside its link.
	 */
	void release() {
	}

	boolean isStopping() {
		return this.stopping;
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Return whether it takes no calls any more, though it may finish those that it has.
	 */
	boolean isLeaving() {
		return this.over || !pending().isOpen();
	}

	boolean hasLinkFailed() {
		return this.linkFailure != null;
	}

	/**
	 * Return how many calls this life was given.
	 */
	public long calls() {
		return this.recycling.calls();
	}

	@Override
	public boolean register(PendingCall call) {
		if (!super.register(call)) {
			return false;
		}
		this.recycling.onCall();
		return true;
	}

	/**
	 * This life takes calls from now on.
	 */
	void begun() {
		recycleWhenDue();
	}

	/**
	 * Return whether this life is no other one of the worker, but a connection that takes
	 * the place of one that works.
	 */
	boolean isExchange() {
		return false;
	}

	/**
	 * Have the listener told when this life is to be replaced, as the settings say.
	 */
	void recycleWhenDue() {
		this.recycling.watch();
	}

	private void onRecyclingDue() {
		if (!this.over) {
			this.listener.onRecyclingDue(this);
		}
	}

	/**
	 * Make a {@link #start()} that is under way on another thread fail.
	 */
	void cancelStart() {
		this.stopping = true;
		heartbeats().failReady("The worker was stopped");
	}

	@Override
	void onLinkFailure(Throwable failure) {
		this.linkFailure = failure;
		end();
	}

	/**
	 * End all calls, and say that this life is over. Called on the I/O thread.
	 */
	void end() {
		if (this.over) {
			return;
		}
		this.over = true;
		heartbeats().stop();
		this.recycling.stop();
		// The state changes first, so that a call that ends here can wait for the next
		// life.
		try {
			this.listener.onEnd(this);
		}
		finally {
			pending().close(cause());
			heartbeats().failReady("The worker is gone");
		}
	}

	/**
	 * Make sure that nothing of this life is left. Safe to call twice; returns when all
	 * is gone. Not to be called on the I/O thread.
	 */
	synchronized void destroy() {
		if (this.destroyed) {
			return;
		}
		this.destroyed = true;
		this.recycling.stop();
		heartbeats().stop();
		try {
			// Before the loop is touched: no process is left, whatever has become of it.
			release();
		}
		finally {
			try {
				closeLink();
			}
			finally {
				pending().close(cause());
				loop().close();
			}
		}
	}

	/**
	 * Is told what happens to a life.
	 */
	interface Listener {

		/**
		 * The life is over without having been stopped. Called on the I/O thread.
		 * @param generation the life
		 */
		void onEnd(Generation generation);

		/**
		 * The worker of the life ends by itself, but finishes the calls that it has.
		 * Called on the I/O thread.
		 * @param generation the life, which takes no more calls
		 */
		void onStopping(Generation generation);

		/**
		 * The life goes on, but should be replaced. Called on any thread.
		 * @param generation the life
		 */
		void onRecyclingDue(Generation generation);

	}

}
