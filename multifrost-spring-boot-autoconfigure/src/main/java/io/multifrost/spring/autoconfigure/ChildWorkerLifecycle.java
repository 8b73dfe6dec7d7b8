package io.multifrost.spring.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import io.multifrost.child.ChildWorker;

/**
 * Serves this application's functions to the parent that started it: as the last thing at
 * start and the first to end, so that functions find all that they need. When the parent
 * asks for the end, or has gone, the application is closed.
 */
class ChildWorkerLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ChildWorkerLifecycle.class);

	private final Supplier<@Nullable ChildWorker> factory;

	private final ConfigurableApplicationContext context;

	private volatile @Nullable Served served;

	/**
	 * Create a lifecycle.
	 * @param factory makes a worker for each start, or {@code null} if there is nothing
	 * to serve
	 * @param context what is closed when the parent wants no more
	 */
	ChildWorkerLifecycle(Supplier<@Nullable ChildWorker> factory, ConfigurableApplicationContext context) {
		this.factory = factory;
		this.context = context;
	}

	@Override
	public void start() {
		ChildWorker worker = this.factory.get();
		if (worker == null) {
			return;
		}
		Served served = new Served(worker.start(), new CountDownLatch(1));
		this.served = served;
		keepAlive(served.ended());
		// Not on the I/O thread, which still has to answer while functions finish. And no
		// daemon, so that the JVM does not end before the context has been closed.
		var unused = worker.stopRequested()
			.thenRunAsync(() -> closeContext(served), (task) -> new Thread(task, "multifrost-close").start());
	}

	/**
	 * A worker has only daemon threads. Without a web server, the JVM would end as soon
	 * as the application has started.
	 */
	private static void keepAlive(CountDownLatch ended) {
		Thread thread = new Thread(() -> {
			try {
				ended.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "multifrost-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	private void closeContext(Served served) {
		if (this.served == served) {
			logger.info("The parent has asked for the end or has gone: closing the application");
			this.context.close();
		}
	}

	@Override
	public void stop() {
		Served served = this.served;
		if (served != null) {
			this.served = null;
			try {
				served.worker().close();
			}
			finally {
				served.ended().countDown();
			}
		}
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
	 * One life of the worker.
	 *
	 * @param worker the worker
	 * @param ended released when it has ended
	 */
	private record Served(ChildWorker worker, CountDownLatch ended) {
	}

}
