package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A number of calls that are always under way on one connection, which one thread writes
 * and reads.
 */
public final class PipelineLoad implements Load {

	private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);

	private final int size;

	private final Pipeline pipeline;

	private @Nullable Thread thread;

	/**
	 * Make a load.
	 * @param size how many calls are under way
	 * @param pipeline the connection
	 */
	public PipelineLoad(int size, Pipeline pipeline) {
		this.size = size;
		this.pipeline = pipeline;
	}

	@Override
	public void start(Journal journal) {
		Thread caller = new Thread(() -> run(journal), "pipeline");
		this.thread = caller;
		caller.start();
	}

	private void run(Journal journal) {
		long[] began = new long[this.size];
		try {
			for (int i = 0; i < this.size; i++) {
				send(began, i);
			}
			int open = this.size;
			while (open > 0) {
				Pipeline.Answer answer = this.pipeline.receive();
				int slot = (int) answer.id();
				journal.added(began[slot], answer.sum());
				if (journal.isOpen()) {
					send(began, slot);
				}
				else {
					open--;
				}
			}
		}
		catch (Exception ex) {
			journal.failed(ex);
		}
	}

	private void send(long[] began, int slot) throws Exception {
		began[slot] = System.nanoTime();
		this.pipeline.send(slot, 10, 20);
	}

	@Override
	public void await() throws InterruptedException {
		Thread caller = this.thread;
		if (caller != null) {
			caller.join(PATIENCE);
			if (caller.isAlive()) {
				throw new IllegalStateException("Answers have not come within " + PATIENCE + " ms");
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.pipeline.close();
	}

}
