package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.multifrost.benchmarks.load.Journal;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.parent.ParentWorker;

/**
 * Another load, while calls wait that are never answered. Also tells what one of these
 * keeps of the heap.
 */
final class PendingLoad implements Load {

	private final Load load;

	private final List<CompletableFuture<Long>> pending = new ArrayList<>();

	private final double heapPerCall;

	PendingLoad(int count, ParentWorker worker, Load load) {
		this.load = load;
		long before = heap();
		for (int i = 0; i < count; i++) {
			this.pending.add(worker.callAsync("never", Long.class));
		}
		// Answered after those before it were read by the worker
		worker.call("add", Long.class, 10, 20);
		this.heapPerCall = (double) (heap() - before) / count;
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Override
	public void start(Journal journal) {
		this.load.start(journal);
	}

	@Override
	public void await() throws Exception {
		this.load.await();
	}

	@Override
	public Map<String, Double> extra() {
		return Map.of("heap_bytes_per_pending_call", this.heapPerCall);
	}

	@Override
	public void close() throws IOException {
		this.pending.forEach((call) -> call.cancel(false));
		this.load.close();
	}

}
