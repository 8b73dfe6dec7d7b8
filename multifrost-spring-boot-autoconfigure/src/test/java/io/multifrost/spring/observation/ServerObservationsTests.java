package io.multifrost.spring.observation;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.RemoteCallException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.metrics.ServerMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerObservations}.
 */
class ServerObservationsTests {

	@TempDir
	private Path directory;

	@Test
	void theEndOfAFunctionStandsWhateverWatchesItDoes() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new FailingHandler());
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		meters.config().onMeterAdded((meter) -> {
			if (!meter.getId().getName().endsWith(".active")) {
				throw new AssertionError("no meter");
			}
		});
		ServiceRegistry registry = FileServiceRegistry.inDirectory(this.directory);
		ChildWorker service = ChildWorker.serving(new Functions())
			.serviceId("observed")
			.registry(registry)
			.interceptor(new ServerMetrics(meters))
			.interceptor(new ServerObservations(observations, null))
			.build();
		try (service; ParentWorker parent = ParentWorker.connect("observed").registry(registry).build()) {
			service.start();
			parent.start();
			assertThat(parent.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(parent.call("later", Long.class, 3)).isEqualTo(3);
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> parent.call("fail", Void.class))
				.satisfies((ex) -> assertThat(ex.remoteMessage()).isEqualTo("on purpose"));
		}
	}

	static class Functions {

		public long add(long a, long b) {
			return a + b;
		}

		public CompletableFuture<Long> later(long value) {
			return CompletableFuture.completedFuture(value);
		}

		public void fail() {
			throw new IllegalStateException("on purpose");
		}

	}

	static final class FailingHandler implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			throw new AssertionError("cannot stop");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
