package io.multifrost.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.springframework.context.ApplicationStartupAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

import io.multifrost.MultifrostException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;

/**
 * Starts and stops all workers together with the application, each on a thread of its
 * own, so that it takes as long as the slowest and not the sum. They start before
 * anything that may call them, and stop after it.
 */
class ParentWorkersLifecycle implements SmartLifecycle, ApplicationStartupAware {

	/**
	 * Before web servers, message listeners and executors, whose phases are positive, and
	 * before those that have none, which is 0.
	 */
	static final int PHASE = -1024;

	private final ParentWorkers workers;

	private final Predicate<ParentWorker> autoStartup;

	private final WorkerAnnouncement announcement;

	private final ClientChecks clientChecks;

	private final Runnable warmUp;

	private ApplicationStartup applicationStartup = ApplicationStartup.DEFAULT;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param workers the workers
	 * @param autoStartup which of them are started with the application; the others are
	 * only stopped
	 * @param announcement tells of those that are started
	 * @param clientChecks starts them, and checks their clients
	 * @param warmUp loads what converts records and beans
	 */
	ParentWorkersLifecycle(ParentWorkers workers, Predicate<ParentWorker> autoStartup, WorkerAnnouncement announcement,
			ClientChecks clientChecks, Runnable warmUp) {
		this.workers = workers;
		this.autoStartup = autoStartup;
		this.announcement = announcement;
		this.clientChecks = clientChecks;
		this.warmUp = warmUp;
	}

	@Override
	public void setApplicationStartup(ApplicationStartup applicationStartup) {
		this.applicationStartup = applicationStartup;
	}

	@Override
	public void start() {
		this.clientChecks.begin(this.workers);
		List<ParentWorker> running = this.workers.stream()
			.filter((worker) -> worker.state() == WorkerState.RUNNING)
			.toList();
		List<ParentWorker> starting = this.workers.stream()
			.filter(this.autoStartup)
			.filter((worker) -> worker.state() != WorkerState.RUNNING && worker.state() != WorkerState.STARTING)
			.toList();
		starting.forEach(this.announcement::starting);
		if (!starting.isEmpty()) {
			warmUp();
		}
		try {
			List<CompletableFuture<Void>> all = new ArrayList<>(forEach(starting, "start", this::start));
			all.addAll(forEach(running, "check", this.clientChecks::check));
			awaitAllOrFirstFailure(all);
			this.running = true;
		}
		finally {
			if (!this.running) {
				stop();
			}
		}
	}

	private void start(ParentWorker worker) {
		StartupStep step = this.applicationStartup.start("multifrost.worker.start")
			.tag("worker", worker.name())
			.tag("mode", worker.snapshot().mode().name());
		try {
			this.clientChecks.start(worker);
		}
		finally {
			step.tag("state", worker.state().name()).end();
		}
	}

	/**
	 * Load what converts records and beans, while the workers start and nobody waits for
	 * it: the first call that needs it would take a second or two longer.
	 */
	private void warmUp() {
		Thread thread = new Thread(this.warmUp, "multifrost-warm-up");
		thread.setDaemon(true);
		thread.start();
	}

	private static void awaitAllOrFirstFailure(List<CompletableFuture<Void>> starts) {
		CompletableFuture<Void> outcome = all(starts);
		starts.forEach((start) -> start.whenComplete((result, failure) -> {
			if (failure != null) {
				outcome.completeExceptionally(failure);
			}
		}));
		try {
			outcome.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new MultifrostException("Starting a worker failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MultifrostException("Interrupted while workers were starting", ex);
		}
	}

	@Override
	public void stop() {
		stopAll().join();
	}

	@Override
	public void stop(Runnable callback) {
		stopAll().whenComplete((result, failure) -> callback.run());
	}

	private CompletableFuture<Void> stopAll() {
		this.running = false;
		return all(forEach(this.workers.stream().toList(), "stop", ParentWorker::stop));
	}

	private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
	}

	private static List<CompletableFuture<Void>> forEach(List<ParentWorker> workers, String verb,
			Consumer<ParentWorker> action) {
		return workers.stream()
			.map((worker) -> CompletableFuture.runAsync(() -> action.accept(worker),
					(task) -> new Thread(task, "multifrost-" + verb + "-" + worker.name()).start()))
			.toList();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
