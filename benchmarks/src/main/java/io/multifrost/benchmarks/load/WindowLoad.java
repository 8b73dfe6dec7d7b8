package io.multifrost.benchmarks.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A number of calls that are always under way: where one ends, the thread that is told of
 * it makes the next.
 */
public final class WindowLoad implements Load {

	private static final long PATIENCE = 30;

	private final AsyncCalls calls;

	private final int size;

	private CountDownLatch open = new CountDownLatch(0);

	/**
	 * Make a load.
	 * @param size how many calls are under way
	 * @param calls makes the calls
	 */
	public WindowLoad(int size, AsyncCalls calls) {
		this.size = size;
		this.calls = calls;
	}

	@Override
	public void start(Journal journal) {
		this.open = new CountDownLatch(this.size);
		for (int i = 0; i < this.size; i++) {
			new Slot(journal, this.open).next();
		}
	}

	@Override
	public void await() throws InterruptedException {
		if (!this.open.await(PATIENCE, TimeUnit.SECONDS)) {
			throw new IllegalStateException(this.open.getCount() + " calls have not ended within " + PATIENCE + " s");
		}
	}

	private final class Slot implements AsyncCalls.Reply {

		private final Journal journal;

		private final CountDownLatch ended;

		private long began;

		private Slot(Journal journal, CountDownLatch ended) {
			this.journal = journal;
			this.ended = ended;
		}

		private void next() {
			if (!this.journal.isOpen()) {
				this.ended.countDown();
				return;
			}
			this.began = System.nanoTime();
			try {
				WindowLoad.this.calls.add(10, 20, this);
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

		@Override
		public void result(long sum) {
			this.journal.added(this.began, sum);
			next();
		}

		@Override
		public void failed(Throwable failure) {
			this.journal.failed(failure);
			this.ended.countDown();
		}

	}

}
