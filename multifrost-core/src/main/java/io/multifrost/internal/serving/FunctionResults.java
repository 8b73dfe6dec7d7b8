package io.multifrost.internal.serving;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.Features;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.ItemCollector;
import io.multifrost.internal.stream.OutgoingItems;
import io.multifrost.internal.stream.StreamOrigin;

/**
 * Answers calls with what their functions have returned: a value, a stage that completes
 * with one, or a source of items, which is sent item by item where the parent reads it
 * so, and as a whole where it does not.
 *
 * @param codec writes items
 * @param calls the calls, which are answered there
 * @param parents the way to the parents
 * @param resume finds a thread for the rest of a call's stream
 */
record FunctionResults(MessageCodec codec, OpenCalls calls, ParentLink parents,
		BiConsumer<ServedCall, Runnable> resume) {

	/**
	 * Answer a call. Called on the thread that has run its function.
	 * @param served the call
	 * @param result what its function has returned
	 * @return completes when a stage that the function has returned has completed;
	 * already completed where it has returned something else
	 * @throws Throwable what the source of items has thrown
	 */
	CompletionStage<?> answer(ServedCall served, @Nullable Object result) throws Throwable {
		if (result instanceof CompletionStage<?> stage) {
			CompletableFuture<Object> running = served.running();
			if (running != null) {
				stopWithCall(served, running);
			}
			return stage.handle((value, failure) -> {
				if (failure != null) {
					failOfStage(served, unwrapped(failure));
				}
				else {
					answerLater(served, value);
				}
				return null;
			});
		}
		if (result == null || !OutgoingItems.isSource(result)) {
			this.calls.succeedInTime(served, result);
			return CompletableFuture.completedFuture(null);
		}
		CallStreams streams = served.streams();
		if (served.isAnswered()) {
			OutgoingItems.closeUnread(result);
			return CompletableFuture.completedFuture(null);
		}
		if (streams != null && streams.wantsItems()) {
			OutgoingItems items = items(served, streams, result);
			served.makeItems(() -> items.start(streams.begin(items)));
			return CompletableFuture.completedFuture(null);
		}
		return collect(served, result).handle((whole, failure) -> {
			Throwable cause = (failure != null) ? unwrapped(failure) : null;
			served.endItems(cause);
			if (cause != null) {
				fail(served, cause);
			}
			else {
				this.calls.succeed(served, whole);
			}
			return null;
		});
	}

	private void failOfStage(ServedCall served, Throwable failure) {
		if (failure instanceof StreamTable.DeadlineExceeded) {
			this.calls.fail(served, "DeadlineExceeded: the deadline of the call has passed before its function ended");
		}
		else {
			this.calls.fail(served, RemoteError.withTrace(failure));
		}
	}

	/**
	 * Answer a call whose result could not be read to its end.
	 * @param failure what it has failed with or was stopped for
	 */
	void fail(ServedCall served, Throwable failure) {
		if (failure instanceof CallStreams.GivenUp) {
			this.calls.drop(served);
		}
		else if (failure instanceof StreamTable.DeadlineExceeded || served.isInterruptedByDeadline()) {
			this.calls.fail(served, "DeadlineExceeded: the deadline of the call has passed before its stream ended");
		}
		else if (failure instanceof ValueConversionException) {
			this.calls.fail(served, RemoteError.ofFunction(served.function(), failure));
		}
		else {
			this.calls.fail(served, RemoteError.withTrace(failure));
		}
	}

	/**
	 * Read all items of a source.
	 * @throws Throwable what the source has thrown on this thread
	 */
	private CompletableFuture<Object> collect(ServedCall served, Object source) throws Throwable {
		AtomicReference<CompletableFuture<Object>> whole = new AtomicReference<>();
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		served.makeItems(() -> {
			try {
				whole.set(ItemCollector.collect(source, this.codec, served.call().version()));
			}
			catch (Throwable ex) {
				thrown.set(ex);
			}
		});
		if (thrown.get() != null) {
			throw thrown.get();
		}
		CompletableFuture<Object> all = Objects.requireNonNull(whole.get(), "items");
		if (!all.isDone()) {
			stopWithCall(served, all);
		}
		return all;
	}

	/**
	 * Have a publisher given up that is read to its end, when its call is, or its time is
	 * over, or its parent is gone.
	 */
	private void stopWithCall(ServedCall served, CompletableFuture<Object> whole) {
		CallStreams streams = served.streams();
		if (streams == null) {
			streams = CallStreams.ofWhole();
			served.streams(streams);
			String refusal = this.calls.streams().add(served);
			if (refusal != null) {
				whole.completeExceptionally(new MultifrostException(refusal));
			}
		}
		streams.begin(whole::completeExceptionally);
		if (served.isAnswered()) {
			// Meanwhile, when nothing was there to be stopped.
			this.calls.streams().remove(served);
			streams.stop(new CallStreams.GivenUp());
		}
	}

	/**
	 * Answer a call on a thread that is not this library's to keep.
	 */
	private void answerLater(ServedCall served, @Nullable Object value) {
		if (!OutgoingItems.isSource(value)) {
			this.calls.succeed(served, value);
			return;
		}
		this.resume.accept(served, () -> {
			try {
				answer(served, value);
			}
			catch (Throwable ex) {
				served.endItems(ex);
				this.calls.fail(served, RemoteError.withTrace(ex));
			}
		});
	}

	private OutgoingItems items(ServedCall served, CallStreams streams, Object source) {
		StreamOrigin origin = new StreamOrigin(served.call().version(), served.id(), Message.NONE, streams.batch(),
				ResultForms.accepts(served.call(), Features.ARRAY), served.compressor());
		return OutgoingItems.of(source, new StreamedResult(served, this), this.codec, origin);
	}

	private static Throwable unwrapped(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
