package io.multifrost.spring.autoconfigure.observation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.child.CallContext;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.autoconfigure.metrics.MultifrostMetricsAutoConfiguration;
import io.multifrost.spring.observation.ClientObservations;
import io.multifrost.spring.observation.DefaultMultifrostClientObservationConvention;
import io.multifrost.spring.observation.MultifrostClientContext;
import io.multifrost.spring.observation.MultifrostClientObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MultifrostObservationAutoConfiguration}: traces that span parents and
 * workers.
 */
class MultifrostObservationAutoConfigurationTests {

	private static final Logger logger = (Logger) LoggerFactory
		.getLogger(MultifrostObservationAutoConfigurationTests.class);

	private static final Path PYTHON = Path.of("../target/python/bin/python3").toAbsolutePath().normalize();

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final Spans parentSpans = new Spans();

	private final Spans workerSpans = new Spans();

	@TempDir
	private Path registry;

	@BeforeEach
	void attachAppender() {
		this.lines.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(this.lines);
	}

	@AfterEach
	void detachAppender() {
		logger.detachAppender(this.lines);
	}

	@Test
	void oneTraceSpansParentAndWorkerAndTheLogLinesOfBoth() {
		worker().run((service) -> parent().run((context) -> {
			ParentWorker prices = context.getBean(ParentWorker.class);
			Observation.createNotStarted("request", context.getBean(ObservationRegistry.class)).observe(() -> {
				logger.info("in the parent");
				assertThat(prices.call("price", Long.class, 7)).isEqualTo(14);
			});
			await().until(() -> this.workerSpans.finished.size() == 1 && this.parentSpans.finished.size() == 2);
			MutableSpan client = this.parentSpans.finished.get(0);
			MutableSpan server = this.workerSpans.finished.get(0);
			assertThat(client.name()).isEqualTo("prices/price");
			assertThat(client.tags()).containsEntry("outcome", "SUCCESS").containsEntry("function", "price");
			assertThat(server.traceId()).isEqualTo(client.traceId());
			assertThat(server.parentId()).isEqualTo(client.id());
			assertThat(this.lines.list).hasSize(2)
				.allSatisfy((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("traceId", client.traceId()));
			assertThat(this.lines.list.get(1).getThreadName()).startsWith("multifrost-worker");
		}));
	}

	@Test
	void theCorrelationIdIsTheTraceUnlessTheCallerNamesOne() {
		worker().run((service) -> parent().run((context) -> {
			ParentWorker prices = context.getBean(ParentWorker.class);
			CallOptions correlated = CallOptions.DEFAULTS.withMetadata("correlation_id", "order 4711");
			Map<String, Object> own = prices.call("metadata", new TypeRef<Map<String, Object>>() {
			});
			assertThat(own).doesNotContainKey("parent_request_id");
			assertThat((String) own.get("traceparent")).contains((String) own.get("correlation_id"));
			assertThat(prices.call(correlated, "metadata", new TypeRef<Map<String, Object>>() {
			})).containsEntry("correlation_id", "order 4711");
		}));
	}

	@Test
	void callsThatAreNotWaitedForAreObservedToTheirEndAndTimedOnce() {
		worker().run((service) -> parent().run((context) -> {
			ParentWorker prices = context.getBean(ParentWorker.class);
			assertThat(prices.callAsync("later", Long.class, 7)).succeedsWithin(Duration.ofSeconds(5));
			assertThat(prices.callAsync("fail", Long.class)).failsWithin(Duration.ofSeconds(5));
			await().until(() -> this.workerSpans.finished.size() == 2 && this.parentSpans.finished.size() == 2);
			assertThat(this.parentSpans.finished).extracting((span) -> span.tags().get("outcome"))
				.containsExactlyInAnyOrder("SUCCESS", "REMOTE_ERROR");
			assertThat(this.workerSpans.finished).extracting((span) -> span.tags().get("exception"))
				.containsExactlyInAnyOrder("none", "IllegalStateException");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(meters.get("multifrost.client.calls").timers())
				.allSatisfy((timer) -> assertThat(timer.count()).isOne())
				.hasSize(2));
			assertThat(meters.find("multifrost.client.calls.active").meters()).isEmpty();
		}));
	}

	@Test
	void theConventionCanBeReplaced() {
		worker().run((service) -> parent()
			.withBean(MultifrostClientObservationConvention.class, OwnClientObservationConvention::new)
			.run((context) -> {
				context.getBean(ParentWorker.class).call("price", Long.class, 7);
				await().until(() -> this.parentSpans.finished.size() == 1);
				assertThat(this.parentSpans.finished.get(0).tags()).containsEntry("team", "pricing");
			}));
	}

	@Test
	void observationsThatAreSwitchedOffLeaveTheTimers() {
		worker().run((service) -> parent().withPropertyValues("management.observations.enable.multifrost=false")
			.run((context) -> {
				Map<String, Object> metadata = context.getBean(ParentWorker.class)
					.call("metadata", new TypeRef<Map<String, Object>>() {
					});
				assertThat(metadata).doesNotContainKey("traceparent");
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("multifrost.client.calls").timer().count()).isOne();
			}));
	}

	private static void assumePython() {
		boolean found = Files.isExecutable(PYTHON);
		if (!found && "true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(PYTHON + " is missing, and in CI no test may be skipped");
		}
		if (!found) {
			System.err.println("SKIPPED a test with a worker in Python: " + PYTHON + " is missing");
		}
		assumeThat(found).as("the build has made a Python environment").isTrue();
	}

	@Test
	void aPythonWorkerCanReadTheTrace() {
		assumePython();
		context(this.parentSpans, "multifrost.parents.python.executable=" + PYTHON,
				"multifrost.parents.python.script=src/test/python/traced_worker.py",
				"multifrost.parents.python.environment.PYTHONPATH=" + Path.of("../docs").toAbsolutePath().normalize())
			.run((context) -> {
				Map<String, Object> metadata = context.getBean(ParentWorker.class)
					.call("metadata", new TypeRef<Map<String, Object>>() {
					});
				await().until(() -> this.parentSpans.finished.size() == 1);
				MutableSpan span = this.parentSpans.finished.get(0);
				assertThat(metadata).containsEntry("traceparent",
						"00-" + padded(span.traceId()) + "-" + span.id() + "-01");
			});
	}

	@Test
	void withoutMicrometerNothingIsObserved() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
					MultifrostMetricsAutoConfiguration.class, MultifrostObservationAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.true.executable=true", "multifrost.parents.true.auto-startup=false")
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ParentWorker.class)
				.doesNotHaveBean(ClientObservations.class));
	}

	private static String padded(String traceId) {
		return "0".repeat(32 - traceId.length()) + traceId;
	}

	private ApplicationContextRunner parent() {
		return context(this.parentSpans, "multifrost.parents.prices.service-id=prices");
	}

	private ApplicationContextRunner worker() {
		return context(this.workerSpans, "multifrost.worker.service-id=prices").withBean(Prices.class);
	}

	private ApplicationContextRunner context(Spans spans, String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MultifrostAutoConfiguration.class,
					MultifrostParentAutoConfiguration.class, MultifrostChildAutoConfiguration.class,
					MultifrostMetricsAutoConfiguration.class, MultifrostObservationAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
					MicrometerTracingAutoConfiguration.class, BraveAutoConfiguration.class))
			.withBean(SpanHandler.class, () -> spans)
			.withPropertyValues(properties)
			.withPropertyValues("management.tracing.sampling.probability=1",
					"multifrost.registry.directory=" + this.registry);
	}

	/**
	 * Keeps spans that have ended.
	 */
	static class Spans extends SpanHandler {

		final List<MutableSpan> finished = new CopyOnWriteArrayList<>();

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			this.finished.add(span);
			return true;
		}

	}

	/**
	 * A convention with a key value of its own.
	 */
	static class OwnClientObservationConvention extends DefaultMultifrostClientObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(MultifrostClientContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "pricing");
		}

	}

	/**
	 * The functions of the worker.
	 */
	@MultifrostWorker
	static class Prices {

		public long price(long pieces) {
			logger.info("in the worker");
			return 2 * pieces;
		}

		public CompletableFuture<Long> later(long pieces) {
			return CompletableFuture.supplyAsync(() -> 2 * pieces, (task) -> new Thread(task).start());
		}

		public long fail() {
			throw new IllegalStateException("no");
		}

		public Map<String, Object> metadata(CallContext call) {
			return call.metadata();
		}

	}

}
