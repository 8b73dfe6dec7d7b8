package io.multifrost.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.multifrost.internal.Threads;
import io.multifrost.internal.supervision.Supervisor;

/**
 * Does what takes long with several instances at the same time.
 */
final class AllTogether {

	private AllTogether() {
	}

	/**
	 * Do something with instances at the same time, and wait until all is done. The first
	 * is served on the caller's thread, so that one instance needs no other. Of several
	 * failures the first is thrown, with the others suppressed.
	 */
	static void forEach(List<Supervisor> instances, String verb, Consumer<Supervisor> action) {
		if (instances.isEmpty()) {
			return;
		}
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (Supervisor instance : instances.subList(1, instances.size())) {
			all.add(begin(() -> action.accept(instance),
					(task) -> Threads.start("multifrost-" + verb + "-" + instance.status().label(), task)));
		}
		all.add(0, begin(() -> action.accept(instances.get(0)), Runnable::run));
		Throwable failure = null;
		for (CompletableFuture<Void> each : all) {
			try {
				each.join();
			}
			catch (CompletionException ex) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				if (failure == null) {
					failure = cause;
				}
				else if (failure != cause) {
					failure.addSuppressed(cause);
				}
			}
		}
		if (failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (failure instanceof Error ex) {
			throw ex;
		}
	}

	private static CompletableFuture<Void> begin(Runnable action, Executor executor) {
		try {
			return CompletableFuture.runAsync(action, executor);
		}
		catch (Throwable ex) {
			// No thread is left for it; the others are waited for all the same.
			return CompletableFuture.failedFuture(ex);
		}
	}

}
