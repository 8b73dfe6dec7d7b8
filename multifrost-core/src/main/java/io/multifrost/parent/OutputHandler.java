package io.multifrost.parent;

import java.util.function.Consumer;

/**
 * Hands one of a worker's streams to a consumer.
 */
final class OutputHandler implements ParentWorkerListener {

	private final boolean error;

	private final Consumer<String> consumer;

	OutputHandler(boolean error, Consumer<String> consumer) {
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
