package io.multifrost.sample.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that its parent starts.
 */
class SpawnTarget implements Target {

	private static final int SLOW_MILLIS = 200;

	private final List<String> command;

	private final LinkedBlockingQueue<Integer> exitCodes = new LinkedBlockingQueue<>();

	SpawnTarget(List<String> command) {
		this.command = command;
	}

	@Override
	public ParentWorkerBuilder parent() {
		return ParentWorker.spawn(WorkerCommand.of(this.command))
			.name("peer")
			.startTimeout(Duration.ofSeconds(30))
			.listener(new ParentWorkerListener() {

				@Override
				public void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
					SpawnTarget.this.exitCodes.add(exitCode);
				}

			});
	}

	@Override
	public void stop(ParentWorker worker) throws Exception {
		CompletableFuture<Integer> running = worker.callAsync("slow", Integer.class, SLOW_MILLIS);
		worker.close();
		assertThat(running).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(SLOW_MILLIS);
		assertThat(this.exitCodes.poll(20, TimeUnit.SECONDS)).as("exit code").isZero();
	}

}
