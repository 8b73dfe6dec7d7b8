package io.multifrost.spring.autoconfigure.child;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import io.multifrost.child.ChildWorker;
import io.multifrost.spring.endpoint.ServedDescriptor;
import io.multifrost.spring.endpoint.ServedWorkers;

/**
 * Serves this application's functions: as the last thing at start and the first to end,
 * so that functions find all that they need, and parents no service that is not ready. A
 * worker that is asked to end, or whose parent has gone, is closed; and with the last one
 * the application, unless it serves something else.
 */
class ChildWorkerLifecycle implements SmartLifecycle, ServedWorkers {

	private static final Logger logger = LoggerFactory.getLogger(ChildWorkerLifecycle.class);

	private final Supplier<List<ChildWorker>> factory;

	private final ConfigurableApplicationContext context;

	private final boolean sole;

	private final IntConsumer exit;

	private volatile @Nullable Served served;

	/**
	 * Create a lifecycle.
	 * @param factory makes the workers for each start, none if there is nothing to serve
	 * @param context what is closed when the last worker is asked to end
	 * @param sole whether the workers are what the application is there for, which lives
	 * as long as they do
	 * @param exit ends the process with a code
	 */
	ChildWorkerLifecycle(Supplier<List<ChildWorker>> factory, ConfigurableApplicationContext context, boolean sole,
			IntConsumer exit) {
		this.exit = exit;
		this.factory = factory;
		this.context = context;
		this.sole = sole;
	}

	@Override
	public void start() {
		List<ChildWorker> workers = this.factory.get();
		if (workers.isEmpty()) {
			return;
		}
		startAll(workers);
		Served served = new Served(workers, new AtomicInteger(workers.size()), new CompletableFuture<>());
		this.served = served;
		if (this.sole) {
			keepAlive(served.ended());
		}
		for (ChildWorker worker : workers) {
			// Not on the I/O thread, which still has to answer while functions finish.
			// And no daemon, so that the JVM does not end before the context was closed.
			var unused = worker.stopRequested()
				.whenCompleteAsync((asked, failure) -> onStopRequested(served, worker, failure),
						(task) -> new Thread(task, "multifrost-close").start());
		}
	}

	private static void startAll(List<ChildWorker> workers) {
		List<ChildWorker> started = new ArrayList<>();
		try {
			for (ChildWorker worker : workers) {
				started.add(worker.start());
			}
		}
		catch (RuntimeException ex) {
			closeAll(started).join();
			throw ex;
		}
	}

	/**
	 * A worker has only daemon threads. Without a web server, the JVM would end as soon
	 * as the application has started.
	 */
	private static void keepAlive(CompletableFuture<Void> ended) {
		Thread thread = new Thread(ended::join, "multifrost-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	private void onStopRequested(Served served, ChildWorker worker, @Nullable Throwable failure) {
		if (this.served != served) {
			return; // it is being closed from here already
		}
		close(worker);
		if (failure != null && this.sole) {
			logger.error("A worker has failed: closing the application", failure);
			this.context.close();
			// Whoever supervises this process is to see that it did not end as asked.
			this.exit.accept(1);
		}
		else if (failure != null) {
			logger.error("A worker has failed: what it served can no longer be called", failure);
		}
		else if (served.left().decrementAndGet() > 0 || !this.sole) {
			logger.warn("A parent has asked a worker to end: what it served can no longer be called");
		}
		else {
			logger.info("A parent has asked for the end or has gone: closing the application");
			this.context.close();
		}
	}

	/**
	 * Whatever has become of the worker, the application is to end.
	 */
	private static void close(ChildWorker worker) {
		try {
			worker.close();
		}
		catch (RuntimeException ex) {
			logger.warn("A worker could not be closed", ex);
		}
	}

	@Override
	public void stop() {
		stopServed().join();
	}

	@Override
	public void stop(Runnable callback) {
		stopServed().whenComplete((result, failure) -> callback.run());
	}

	private CompletableFuture<Void> stopServed() {
		Served served = this.served;
		if (served == null) {
			return CompletableFuture.completedFuture(null);
		}
		this.served = null;
		return closeAll(served.workers()).whenComplete((result, failure) -> served.ended().complete(null));
	}

	/**
	 * Close all at once: what runs may take as long as the slowest, not as the sum.
	 */
	private static CompletableFuture<Void> closeAll(List<ChildWorker> workers) {
		return CompletableFuture.allOf(workers.stream()
			.map((worker) -> CompletableFuture.runAsync(worker::close,
					(task) -> new Thread(task, "multifrost-drain").start()))
			.toArray(CompletableFuture[]::new));
	}

	@Override
	public List<ServedDescriptor> describe() {
		Served served = this.served;
		List<ChildWorker> workers = (served != null) ? served.workers() : List.of();
		return workers.stream()
			.map((worker) -> new ServedDescriptor(worker.serviceId(), worker.functions(), worker.droppedMessages()))
			.toList();
	}

	@Override
	public boolean isRunning() {
		return this.served != null;
	}

	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	/**
	 * One life of the workers.
	 *
	 * @param workers the workers
	 * @param left how many of them have not been asked to end
	 * @param ended completed when all have ended
	 */
	private record Served(List<ChildWorker> workers, AtomicInteger left, CompletableFuture<Void> ended) {
	}

}
