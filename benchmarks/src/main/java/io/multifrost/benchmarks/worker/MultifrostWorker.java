package io.multifrost.benchmarks.worker;

import java.io.IOException;

import io.multifrost.CodecLimits;
import io.multifrost.child.ChildWorker;

/**
 * A worker of this project.
 */
public final class MultifrostWorker {

	/** More than the largest payload. */
	public static final CodecLimits LIMITS = CodecLimits.DEFAULTS.withMaxMessageSize(256 << 20)
		.withMaxValueSize(64 << 20)
		.withMaxEntries(16 << 20);

	/** More calls than any shape lets wait. */
	public static final int CAPACITY = 200_000;

	private MultifrostWorker() {
	}

	/**
	 * Serve the parent that started this process.
	 * @param args none
	 * @throws IOException if the measuring process cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		ChildWorker worker = ChildWorker.serving(new MultifrostFunctions())
			.limits(LIMITS)
			.queueCapacity(CAPACITY)
			.build();
		worker.start();
		MultifrostFunctions.ready();
		worker.stopRequested().join();
		worker.close();
	}

}
