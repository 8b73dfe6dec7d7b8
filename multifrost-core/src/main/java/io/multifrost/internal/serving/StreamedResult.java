package io.multifrost.internal.serving;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

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
		if (failure == null) {
			this.results.calls().endItems(this.served, items);
		}
		else {
			this.results.fail(this.served, failure);
		}
	}

}
