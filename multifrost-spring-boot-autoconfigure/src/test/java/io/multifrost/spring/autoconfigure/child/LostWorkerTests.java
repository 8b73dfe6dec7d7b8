package io.multifrost.spring.autoconfigure.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import io.multifrost.MultifrostException;
import io.multifrost.child.ChildWorker;
import io.multifrost.registry.FileServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that has lost its I/O thread, without which nobody can reach it.
 */
class LostWorkerTests {

	@Test
	void closesTheApplicationThatIsThereForItAndEndsWithACode(@TempDir Path directory) throws Exception {
		FileServiceRegistry registry = FileServiceRegistry.inDirectory(directory);
		ChildWorker worker = ChildWorker.servingFunctions(Map.of("one", (arguments) -> 1))
			.serviceId("lost")
			.registry(registry)
			.build();
		LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			new ChildWorkerLifecycle(() -> List.of(worker), context, true, codes::add).start();
			assertThat(registry.find("lost")).isPresent();
			lose(worker);
			assertThat(codes.poll(20, TimeUnit.SECONDS)).isOne();
			assertThat(context.isActive()).isFalse();
			assertThat(registry.find("lost")).isEmpty();
		}
	}

	/**
	 * As the end of the thread does.
	 */
	private static void lose(ChildWorker worker) {
		CompletableFuture<?> stop = (CompletableFuture<?>) ReflectionTestUtils.getField(worker, "stopRequest");
		Objects.requireNonNull(stop).completeExceptionally(new MultifrostException("The I/O thread has ended"));
	}

}
