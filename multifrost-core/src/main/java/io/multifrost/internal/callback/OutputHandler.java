package io.multifrost.internal.callback;

import java.util.function.Consumer;

import io.multifrost.parent.ParentWorkerListener;

/**
 * Hands one of a worker's streams to a consumer.
 */
public final class OutputHandler implements ParentWorkerListener {

	private final boolean error;

	private final Consumer<String> consumer;

	public OutputHandler(boolean error, Consumer<String> consumer) {
		this.error = error;
		this.consumer = consumer;
	}

	@Override
	public void onStdout(String worker, String line) {
		if (!this.error) {
			this.consumer.accept(line);
		}
	}

	@Override
	public void onStderr(String worker, String line) {
		if (this.error) {
			this.consumer.accept(line);
		}
	}

}
