package io.multifrost.spring.streamed;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.CallTimeoutException;
import io.multifrost.RemoteCallException;
import io.multifrost.parent.MessageInspector.MessageEvent;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.ParentWorkerCustomizer;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.autoconfigure.endpoint.MultifrostEndpointAutoConfiguration;
import io.multifrost.spring.autoconfigure.metrics.MultifrostMetricsAutoConfiguration;
import io.multifrost.spring.autoconfigure.observation.MultifrostObservationAutoConfiguration;
import io.multifrost.spring.calls.CallsDescriptor;
import io.multifrost.spring.calls.StreamDescriptor;
import io.multifrost.spring.endpoint.MultifrostEndpoint;
import io.multifrost.spring.observation.MultifrostClientContext;
import io.multifrost.spring.test.MultifrostTestWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what meters, breaker, endpoint and observations see of streams.
 */
class WatchedStreamsTests {

	private final StreamFunctions functions = new StreamFunctions();

	private final MultifrostTestWorker worker = MultifrostTestWorker.of("streams", this.functions);

	private final List<MessageEvent> messages = new CopyOnWriteArrayList<>();

	private final List<String> observed = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class,
						MultifrostCircuitBreakerAutoConfiguration.class, MultifrostEndpointAutoConfiguration.class,
						MultifrostMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=multifrost")
		.withBean("streams", MultifrostTestWorker.class, () -> this.worker)
		.withBean(ParentWorkerCustomizer.class, () -> (name, builder) -> builder.messageInspector(this.messages::add));

	@AfterEach
	void stop() {
		this.worker.close();
	}

	@Test
	void theTimerCountsTheWholeStreamOnceWithItsOutcome() {
		this.contextRunner.run((context) -> {
			ParentWorker streams = context.getBean(ParentWorker.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(streams.stream("count", int.class, 100)).hasSize(100);
			assertThat(streams.stream("count", int.class, 20)).hasSize(20);
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> streams.stream("failing", int.class).forEach((item) -> {
				}));
			try (Stream<Integer> endless = streams.stream("endless", int.class)) {
				assertThat(endless.iterator().next()).isZero();
				assertThat(registry.get("multifrost.client.streams").gauge().value()).isOne();
				assertThat(items(registry, "endless")).isPositive();
			}
			await().untilAsserted(() -> {
				assertThat(calls(registry, "count", "SUCCESS")).isEqualTo(2);
				assertThat(calls(registry, "failing", "REMOTE_ERROR")).isOne();
				assertThat(calls(registry, "endless", "CANCELLED")).isOne();
			});
			assertThat(items(registry, "count")).isEqualTo(120);
			assertThat(items(registry, "failing")).isEqualTo(3);
			assertThat(registry.get("multifrost.client.first.item").tag("function", "count").timer().count())
				.isEqualTo(2);
			assertThat(registry.get("multifrost.client.streams").gauge().value()).isZero();
		});
	}

	@Test
	void theEndpointShowsOpenStreams() {
		this.contextRunner.run((context) -> {
			MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
			ParentWorker streams = context.getBean(ParentWorker.class);
			try (Stream<Integer> endless = streams.stream("endless", int.class)) {
				assertThat(endless.iterator().next()).isZero();
				await().untilAsserted(() -> assertThat(describe(endpoint).streams()).singleElement()
					.matches((stream) -> stream.function().equals("endless") && stream.items() == 16));
				assertThat(describe(endpoint).openStreams()).isOne();
				assertThat(describe(endpoint).inFlight()).isOne();
			}
			await().untilAsserted(() -> assertThat(describe(endpoint).openStreams()).isZero());
			assertThat(describe(endpoint).streams()).isEqualTo(List.<StreamDescriptor>of());
			assertThat(describe(endpoint).failures()).containsEntry("CancellationException", 1L);
		});
	}

	@Test
	void anErrorInTheMiddleIsToldToTheBreakerAndAReaderThatLeavesIsNot() {
		this.contextRunner.withPropertyValues("multifrost.defaults.circuit-breaker.record-remote-errors=true")
			.run((context) -> {
				CircuitBreaker.Metrics breaker = context.getBean(CircuitBreakerRegistry.class)
					.find("multifrost-streams")
					.orElseThrow()
					.getMetrics();
				ParentWorker streams = context.getBean(ParentWorker.class);
				try (Stream<Integer> endless = streams.stream("endless", int.class)) {
					assertThat(endless.iterator().next()).isZero();
				}
				assertThatExceptionOfType(RemoteCallException.class)
					.isThrownBy(() -> streams.stream("failing", int.class).forEach((item) -> {
					}));
				await().until(() -> streams.inFlight() == 0);
				await().until(() -> breaker.getNumberOfFailedCalls() == 1);
				assertThat(breaker.getNumberOfBufferedCalls()).isOne();
			});
	}

	@Test
	void theTimeBetweenTwoItemsIsAProperty() {
		this.contextRunner.withPropertyValues("multifrost.defaults.item-timeout=50ms").run((context) -> {
			ParentWorker streams = context.getBean(ParentWorker.class);
			try (Stream<Integer> silent = streams.stream("silent", int.class)) {
				Iterator<Integer> items = silent.iterator();
				assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(items::next)
					.withMessageContaining("50 ms");
			}
		});
	}

	@Test
	void theInspectorSeesItemsAndCredit() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(ParentWorker.class).stream("count", int.class, 100)).hasSize(100);
			await().untilAsserted(() -> assertThat(this.messages).extracting(MessageEvent::type)
				.contains("call", "item", "credit", "response"));
			assertThat(this.messages).filteredOn((message) -> message.type().equals("item"))
				.first()
				.satisfies((message) -> assertThat(message.preview()).contains("0"));
		});
	}

	@Test
	void anObservationLastsAsLongAsItsStream() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MultifrostObservationAutoConfiguration.class,
					ObservationAutoConfiguration.class))
			.withBean(EndedStreams.class, () -> new EndedStreams(this.observed))
			.run((context) -> {
				assertThat(context).hasSingleBean(ObservationRegistry.class);
				ParentWorker streams = context.getBean(ParentWorker.class);
				try (Stream<Integer> endless = streams.stream("endless", int.class)) {
					assertThat(endless.iterator().next()).isZero();
					assertThat(this.observed).isEmpty();
				}
				await().untilAsserted(() -> assertThat(this.observed).singleElement()
					.asString()
					.startsWith("CANCELLED ")
					.isNotEqualTo("CANCELLED 0"));
			});
	}

	@Test
	void theWholeOfAStreamIsReadByWhoeverAsksForAList() {
		this.contextRunner.run(
				(context) -> assertThat(context.getBean(ParentWorker.class).call("count", new TypeRef<List<Integer>>() {
				}, 3)).containsExactly(0, 1, 2));
	}

	private static CallsDescriptor describe(MultifrostEndpoint endpoint) {
		return endpoint.workers().parents().get(0).calls();
	}

	private static long calls(MeterRegistry registry, String function, String outcome) {
		return registry.get("multifrost.client.calls").tags("function", function, "outcome", outcome).timer().count();
	}

	private static double items(MeterRegistry registry, String function) {
		return registry.get("multifrost.client.items").tag("function", function).functionCounter().count();
	}

	/**
	 * Keeps what observations of calls say at their end.
	 */
	private record EndedStreams(List<String> told) implements ObservationHandler<MultifrostClientContext> {

		@Override
		public void onStop(MultifrostClientContext context) {
			this.told.add(context.getLowCardinalityKeyValue("outcome").getValue() + " "
					+ context.getHighCardinalityKeyValue("items").getValue());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof MultifrostClientContext;
		}

	}

}
