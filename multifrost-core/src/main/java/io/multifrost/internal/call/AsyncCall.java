package io.multifrost.internal.call;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Credit;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.stream.Upstream;

/**
 * A pending call whose future is completed on an executor.
 */
final class AsyncCall extends PendingCall implements Runnable, Upstream {

	private final CompletableFuture<Object> future;

	private final Executor executor;

	private final Function<Message, Object> conversion;

	private final BiConsumer<AsyncCall, Throwable> sendAgain;

	/** How often it may be sent again where it may have run. */
	private final int repetitions;

	private final @Nullable IncomingItems items;

	/** Where it waits for its end, once items have come. */
	private volatile @Nullable PendingCalls pending;

	/** How the call has ended: one of the two, set before this is run. */
	private @Nullable Message reply;

	private @Nullable Supplier<? extends RuntimeException> cause;

	/**
	 * Create a call.
	 * @param request the call
	 * @param executor where the future is completed
	 * @param conversion makes the result of the answer
	 * @param future the future
	 * @param sendAgain sends the call again, instead of failing the future; called on the
	 * executor with what has happened
	 * @param repetitions how often it may be sent again where it may have run
	 * @param items takes the items of an answer that comes in items, or {@code null} if
	 * it is to come as a whole
	 */
	AsyncCall(Request request, Executor executor, Function<Message, Object> conversion,
			CompletableFuture<Object> future, BiConsumer<AsyncCall, Throwable> sendAgain, int repetitions,
			@Nullable IncomingItems items) {
		super(request);
		this.executor = executor;
		this.conversion = conversion;
		this.future = future;
		this.sendAgain = sendAgain;
		this.repetitions = repetitions;
		this.items = items;
		if (items != null) {
			items.from(this);
		}
	}

	CompletableFuture<Object> future() {
		return this.future;
	}

	/**
	 * Return the same call to be sent once more.
	 * @param repetition whether it may have run
	 */
	AsyncCall repeated(boolean repetition) {
		return new AsyncCall(again(repetition), this.executor, this.conversion, this.future, this.sendAgain,
				repetition ? this.repetitions - 1 : this.repetitions, this.items);
	}

	/**
	 * Give the call up when the user cancels or completes its future.
	 * @param pending where the call is registered
	 */
	void abandonWithFuture(PendingCalls pending) {
		this.future.whenComplete((result, failure) -> {
			if (isWanted()) {
				pending.abandon(this);
			}
		});
	}

	@Override
	void answer(Message reply, CompletionBatcher completions) {
		this.reply = reply;
		completions.add(this);
	}

	@Override
	boolean add(Items items, PendingCalls pending) {
		if (this.items == null) {
			return false;
		}
		this.pending = pending;
		this.items.add(items);
		return true;
	}

	@Override
	public void grant(int count) {
		PendingCalls pending = this.pending;
		if (pending == null || !isWanted()) {
			return;
		}
		CallChannel channel = pending.channel();
		channel.send(new Credit(channel.version(), request().id(), Message.NONE, count, Map.of()));
	}

	@Override
	public void cancel() {
		this.future.cancel(false);
	}

	@Override
	long nanosLeft(long now) {
		long left = super.nanosLeft(now);
		return (this.items != null) ? Math.min(left, this.items.nanosLeft(now)) : left;
	}

	/**
	 * Whoever reads items does not wait for the end.
	 */
	@Override
	long advise(long now) {
		return (this.items != null && this.items.hasBegun()) ? Long.MAX_VALUE : super.advise(now);
	}

	@Override
	Duration itemTimeout() {
		return (this.items != null) ? this.items.itemTimeout() : super.itemTimeout();
	}

	@Override
	void fail(Supplier<? extends RuntimeException> cause) {
		this.cause = cause;
		execute();
	}

	/**
	 * Return whether the future is completed on the executor of this library.
	 */
	boolean isOnSharedExecutor() {
		return this.executor == SharedExecutors.callbacks();
	}

	/**
	 * Have the future completed. Returns at once.
	 */
	void execute() {
		try {
			this.executor.execute(this);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The call is out of the table already.
			this.future.completeExceptionally(ex);
		}
	}

	/**
	 * Complete the future, whatever happens: the call is in no table any more.
	 */
	@Override
	public void run() {
		try {
			if (this.cause != null) {
				failOrSendAgain(this.cause.get());
			}
			else if (this.reply != null) {
				this.future.complete(this.conversion.apply(this.reply));
			}
		}
		catch (Throwable ex) {
			this.future.completeExceptionally(ex);
		}
	}

	private void failOrSendAgain(RuntimeException failure) {
		// What was given out cannot be taken back.
		boolean begun = this.items != null && this.items.hasBegun();
		boolean lost = failure instanceof WorkerExitedException || failure instanceof WorkerUnavailableException;
		if (lost && !begun && (this.repetitions > 0 || CallSender.wasNotRun(failure))) {
			this.sendAgain.accept(this, failure);
		}
		else {
			this.future.completeExceptionally(failure);
		}
	}

}
