package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Threads that make one call after another each.
 */
public final class ThreadsLoad implements Load {

	private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);

	private final List<Caller> callers = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private ThreadsLoad() {
	}

	/**
	 * Make a load of {@code add(10, 20)}.
	 * @param count how many threads
	 * @param connector makes the connection of each of them
	 * @return the load
	 * @throws Exception if there is no connection
	 */
	public static ThreadsLoad adding(int count, Callable<BlockingCalls> connector) throws Exception {
		ThreadsLoad load = new ThreadsLoad();
		for (int i = 0; i < count; i++) {
			load.callers.add(new Caller(connector.call(), (calls, journal) -> {
				long began = System.nanoTime();
				journal.added(began, calls.add(10, 20));
			}));
		}
		return load;
	}

	/**
	 * Make a load of one thread that sends bytes and gets them back.
	 * @param size how many bytes
	 * @param calls the connection
	 * @return the load
	 */
	public static ThreadsLoad bytes(int size, BlockingCalls calls) {
		byte[] sent = Payloads.bytes(size);
		ThreadsLoad load = new ThreadsLoad();
		load.callers.add(new Caller(calls, (connection, journal) -> {
			long began = System.nanoTime();
			byte[] received = connection.echo(sent);
			journal.ended(began);
			Payloads.check(sent, received);
		}));
		return load;
	}

	/**
	 * Make a load of one thread that sends numbers and gets them back.
	 * @param size how many bytes, 8 for each number
	 * @param calls the connection
	 * @return the load
	 */
	public static ThreadsLoad numbers(int size, BlockingCalls calls) {
		double[] sent = Payloads.numbers(size / Double.BYTES);
		ThreadsLoad load = new ThreadsLoad();
		load.callers.add(new Caller(calls, (connection, journal) -> {
			long began = System.nanoTime();
			double[] received = connection.echo(sent);
			journal.ended(began);
			Payloads.check(sent, received);
		}));
		return load;
	}

	/**
	 * Make a load of one thread that sends numbers and gets the sums of each and one.
	 * @param count how many numbers
	 * @param calls the connection
	 * @return the load
	 */
	public static ThreadsLoad array(int count, BlockingCalls calls) {
		double[] sent = Payloads.numbers(count);
		ThreadsLoad load = new ThreadsLoad();
		load.callers.add(new Caller(calls, (connection, journal) -> {
			long began = System.nanoTime();
			double[] received = connection.increment(sent);
			journal.ended(began);
			Payloads.checkSums(sent, received);
		}));
		return load;
	}

	/**
	 * Make a load of one thread that reads one short stream after another, and notes when
	 * the first item has come.
	 * @param items how many items a stream has
	 * @param calls the connection
	 * @return the load
	 */
	static ThreadsLoad firstItems(int items, BlockingCalls calls) {
		ThreadsLoad load = new ThreadsLoad();
		load.callers.add(new Caller(calls, (connection, journal) -> {
			ItemReader reader = new ItemReader();
			long began = System.nanoTime();
			connection.stream(items, (item) -> {
				if (item == 0) {
					journal.ended(began);
				}
				return reader.test(item);
			});
			reader.check(items);
		}));
		return load;
	}

	@Override
	public void start(Journal journal) {
		for (Caller caller : this.callers) {
			Thread thread = new Thread(() -> caller.run(journal), "caller-" + this.threads.size());
			thread.start();
			this.threads.add(thread);
		}
	}

	@Override
	public void await() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join(PATIENCE);
			if (thread.isAlive()) {
				throw new IllegalStateException("A call has not ended within " + PATIENCE + " ms");
			}
		}
		this.threads.clear();
	}

	@Override
	public void close() throws IOException {
		for (Caller caller : this.callers) {
			caller.calls.close();
		}
	}

	private record Caller(BlockingCalls calls, Step step) {

		void run(Journal journal) {
			try {
				while (journal.isOpen()) {
					this.step.run(this.calls, journal);
				}
			}
			catch (Exception ex) {
				journal.failed(ex);
			}
		}

	}

	@FunctionalInterface
	private interface Step {

		void run(BlockingCalls calls, Journal journal) throws Exception;

	}

}
