package io.multifrost.internal.serving;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.stream.Outlet;

/**
 * The way of one call's result to its parent, item by item, and the answer behind it.
 *
 * @param served the call
 * @param results what answers it
 */
record StreamedResult(ServedCall served, FunctionResults results) implements Outlet {

	@Override
	public void send(Items items) {
		this.results.parents().send(this.served.route(), this.results.codec().encode(items));
	}

	@Override
	public void awaitRoom() {
		this.results.parents().awaitRoom();
	}

	@Override
	public void soon(Runnable task) {
		this.results.parents().schedule(Duration.ZERO, task);
	}

	@Override
	public void resume(Runnable stream) {
		this.results.resume().accept(this.served, () -> this.served.makeItems(stream));
	}

	@Override
	public void ended(long items, @Nullable Throwable failure) {
		this.served.endItems(failure);
		OpenCalls calls = this.results.calls();
		if (failure == null) {
			calls.endItems(this.served, items);
		}
		else if (failure instanceof CallStreams.GivenUp) {
			calls.drop(this.served);
		}
		else if (failure instanceof StreamTable.DeadlineExceeded || this.served.isInterruptedByDeadline()) {
			calls.fail(this.served, "DeadlineExceeded: the deadline of the call has passed before its stream ended");
		}
		else if (failure instanceof ValueConversionException) {
			calls.fail(this.served, RemoteError.ofFunction(this.served.function(), failure));
		}
		else {
			calls.fail(this.served, RemoteError.withTrace(failure));
		}
	}

}
