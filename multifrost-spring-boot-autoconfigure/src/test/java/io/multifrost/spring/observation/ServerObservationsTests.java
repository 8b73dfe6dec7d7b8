package io.multifrost.spring.observation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
import static org.awaitility.Awaitility.await;

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
		ChildWorker service = ChildWorker.serving(new Functions(observations))
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

	@Test
	void aStreamIsObservedAndTimedToItsEnd() {
		ObservationRegistry observations = ObservationRegistry.create();
		List<String> ended = new CopyOnWriteArrayList<>();
		observations.observationConfig().observationHandler(new KeepingHandler(ended));
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ServiceRegistry registry = FileServiceRegistry.inDirectory(this.directory);
		ChildWorker service = ChildWorker.serving(new Functions(observations))
			.serviceId("observed")
			.registry(registry)
			.interceptor(new ServerMetrics(meters))
			.interceptor(new ServerObservations(observations, null))
			.build();
		try (service; ParentWorker parent = ParentWorker.connect("observed").registry(registry).build()) {
			service.start();
			parent.start();
			assertThat(parent.stream("current", boolean.class, 100)).hasSize(100).containsOnly(true);
			assertThat(parent.call("current", Object.class, 2)).isEqualTo(List.of(true, true));
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> parent.stream("current", boolean.class, -1).forEach((item) -> {
				}));
			await().until(() -> ended.size() == 3);
			try (Stream<Boolean> endless = parent.stream("current", boolean.class, Integer.MAX_VALUE)) {
				assertThat(endless.iterator().next()).isTrue();
				assertThat(meters.get("multifrost.server.active").gauge().value()).isOne();
			}
			await().untilAsserted(() -> assertThat(ended).containsExactly("SUCCESS", "SUCCESS", "ERROR", "CANCELLED"));
			await().untilAsserted(() -> assertThat(meters.get("multifrost.server.active").gauge().value()).isZero());
			assertThat(meters.get("multifrost.server.calls").tag("outcome", "SUCCESS").timer().count()).isEqualTo(2);
			assertThat(meters.get("multifrost.server.calls").tag("outcome", "CANCELLED").timer().count()).isOne();
		}
	}

	static class Functions {

		private final ObservationRegistry observations;

		Functions(ObservationRegistry observations) {
			this.observations = observations;
		}

		public Stream<Boolean> current(int number) {
			return IntStream.range(0, Math.abs(number)).mapToObj((item) -> {
				if (number < 0) {
					throw new IllegalStateException("on purpose");
				}
				return this.observations.getCurrentObservation() != null;
			});
		}

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

	private record KeepingHandler(List<String> ended) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.ended.add(context.getLowCardinalityKeyValue("outcome").getValue());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
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
